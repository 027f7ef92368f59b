import { describe, expect, it } from 'vitest';
import { differencesOf } from './copies-fresh.ts';
import { objectsOf } from './rendered/rendered.ts';

const deployment = (args: string, ports = '{ containerPort: 8443 }') =>
  `kind: Deployment\nmetadata: { name: m }\nspec: { template: { spec: { containers: [{ name: manager, image: a, args: [${args}], ports: [${ports}] }] } } }\n---\n`;
const role = (verb: string) =>
  `kind: ClusterRole\nmetadata: { name: r }\nrules: [{ verbs: [${verb}], resources: [x] }]\n---\n`;
const differences = (copy: string, render: string) => differencesOf(objectsOf(copy), objectsOf(render));

describe('differencesOf', () => {
  it('are none for the same arguments, ports and rules, in any order of keys', () => {
    const swapped = 'kind: ClusterRole\nmetadata: { name: r }\nrules: [{ resources: [x], verbs: [get] }]\n';
    expect(differences(deployment('--a') + swapped, deployment('--a') + role('get'))).toEqual([]);
  });

  it('are all named', () => {
    expect(differences(deployment('--a') + role('get'), deployment('--b') + role('list'))).toEqual([
      'Deployment m has other arguments than its overlay renders',
      'ClusterRole r has other rules than its overlay renders',
    ]);
    expect(differences(deployment('--a', ''), deployment('--a'))).toEqual([
      'Deployment m has other ports than its overlay renders',
    ]);
  });

  it('do not count objects that the copy leaves out, nor other images', () => {
    expect(
      differences(deployment('--a').replace('image: a', 'image: b'), deployment('--a') + role('get')),
    ).toEqual([]);
  });

  it('count a container that the copy has not', () => {
    expect(differences(deployment('--a').replace('name: manager', 'name: proxy'), deployment('--a'))).toEqual(
      ['Deployment m has other containers than its overlay renders'],
    );
  });
});
