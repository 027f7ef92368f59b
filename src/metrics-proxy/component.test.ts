import { describe, expect, it } from 'vitest';
import { usageOf } from '../../test/setup/problems.ts';
import { chooseComponents } from './component.ts';

describe('chooseComponents', () => {
  it('takes the three of the design document when nothing is said, with kubeadm’s ports', () => {
    expect(
      chooseComponents(undefined, []).map(({ name, port, tls, nodes }) => [name, port, tls, nodes]),
    ).toEqual([
      ['kube-controller-manager', 10257, true, 'control-plane'],
      ['kube-scheduler', 10259, true, 'control-plane'],
      ['kube-proxy', 10249, false, 'all-nodes'],
    ]);
  });

  it('keeps one order, whatever the order of the names', () => {
    const names = (list: string[]) => chooseComponents(list, []).map(({ name }) => name);
    expect(names(['etcd', 'kube-scheduler'])).toEqual(names(['kube-scheduler', 'etcd', 'etcd']));
  });

  it('takes any other endpoint, alone or beside the known ones', () => {
    expect(chooseComponents(undefined, ['node-agent=9879'])).toEqual([
      { name: 'node-agent', port: 9879, tls: false, nodes: 'control-plane' },
    ]);
    expect(chooseComponents(['etcd'], ['a=1024,tls,all-nodes', 'b=65535,tls'])).toMatchObject([
      { name: 'etcd' },
      { name: 'a', tls: true, nodes: 'all-nodes' },
      { name: 'b', tls: true, nodes: 'control-plane' },
    ]);
  });

  it.each([
    [['kubelet'], [], 'there is no component "kubelet"'],
    [[], [], '--components names no component'],
    [undefined, ['=1'], 'the name must be 1 to 15'],
    [undefined, ['Upper=9000'], 'the name must be 1 to 15'],
    [undefined, ['a-name-too-long-x=9000'], 'the name must be 1 to 15'],
    [undefined, ['etcd=2381'], 'etcd is one of --components'],
    [undefined, ['low=443'], 'from 1024 to 65535'],
    [undefined, ['high=65536'], 'from 1024 to 65535'],
    [undefined, ['word=9000,https'], '"https" is neither tls nor all-nodes'],
    [undefined, ['noport'], 'the name must be'],
    [undefined, ['a=9000', 'b=9000'], 'two components have the port 9000'],
    [undefined, ['a=9000', 'a=9001'], 'two components have the name a'],
    [['etcd'], ['a=2381'], 'two components have the port 2381'],
  ])('says what is wrong with %j and %j', (names, custom, reason) => {
    expect(usageOf(() => chooseComponents(names, custom))).toContain(reason);
  });
});
