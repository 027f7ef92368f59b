import { describe, expect, test } from 'vitest';
import {
  ARGS,
  deployment,
  managerItem,
  PROXY,
  patch,
  repository,
  SERVICE,
  takeOut,
} from './sidecar.testing.ts';

const MANAGER = 'config/manager/manager.yaml';
const PATCH = 'config/default/proxy.yaml';
const OLD = '--metrics-bind-address=127.0.0.1:8080';

describe('a patch of its own', () => {
  test('goes with its entry; its arguments move, in the style of those that are there', () => {
    const files = repository({ [PATCH]: patch(PROXY, managerItem('--v=2', OLD, '--leader-elect')) });
    const result = takeOut(files);
    expect(result.removed).toEqual([PATCH]);
    expect(result.text('config/default/kustomization.yaml')).toBe('resources:\n- ../manager\n');
    expect(result.text(MANAGER)).toContain(`        - --v=2\n        - ${OLD}\n        - --leader-elect\n`);
    expect(result.again).toEqual([]);
  });

  test('that names no argument of the manager leaves manager.yaml alone', () => {
    const result = takeOut(repository({ [PATCH]: patch(PROXY) }));
    expect(result.changed).toEqual(['config/default/kustomization.yaml', PATCH]);
  });

  test('gives a manager without args a list', () => {
    const files = repository({ [PATCH]: patch(PROXY, managerItem(OLD)) }, deployment('command: [/manager]'));
    expect(takeOut(files).args(MANAGER)).toEqual([OLD]);
  });

  test('takes back what manager.yaml lists and the patch had replaced', () => {
    const files = repository(
      { [PATCH]: patch(PROXY, managerItem('--leader-elect', OLD)) },
      deployment('args:', '- --leader-elect', '- --never=in-force'),
    );
    expect(takeOut(files).args(MANAGER)).toEqual(['--leader-elect', OLD]);
  });

  test('keeps the order of the flags that manager.yaml lists too', () => {
    const files = repository(
      { [PATCH]: patch(PROXY, managerItem('--b', '--a', OLD)) },
      deployment('args:', '- --a # first', '- --b'),
    );
    const result = takeOut(files);
    expect(result.text(MANAGER)).toContain(`- --a # first\n        - --b\n        - ${OLD}\n`);
  });

  test.each([
    ['affinity', '      affinity: {}\n', 'affinity: {}'],
    ['volumes', '      volumes: []\n', 'volumes: []'],
  ])('stays with its %s', (_, lines, kept) => {
    const files = repository({ [PATCH]: patch(PROXY, managerItem(OLD)) + lines });
    const text = takeOut(files).text(PATCH);
    expect(text).toContain(kept);
    expect(text).not.toMatch(/kube-rbac-proxy|containers|args/);
  });

  test('stays with an annotation, without keys that hold nothing', () => {
    const annotated = patch(PROXY).replace('metadata:\n', 'metadata:\n  annotations: {a: b}\n');
    expect(takeOut(repository({ [PATCH]: annotated })).text(PATCH)).toBe(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  annotations: {a: b}\n  name: controller-manager\n',
    );
  });

  test('loses the comment that introduces the sidecar, and keeps the licence above it', () => {
    const files = repository({
      [PATCH]: `# Licensed to somebody.\n#\n# This patch injects a sidecar container which is a HTTP proxy for the\n# manager.\n${patch(PROXY, managerItem('--version=main', OLD))}`,
      Makefile: "release:\n\tsed -i 's/--version=.*/--version=v1/' config/default/proxy.yaml\n",
    });
    expect(takeOut(files).text(PATCH)).toMatch(/^# Licensed to somebody.\napiVersion/);
  });

  test('stays with what it says of the manager, `args` on the line of the dash too', () => {
    const probe = '      - args:\n        - --a\n        name: manager\n        livenessProbe: {}\n';
    const text = takeOut(repository({ [PATCH]: patch(PROXY) + probe })).text(PATCH);
    expect(text).toContain('      containers:\n      - name: manager\n        livenessProbe: {}\n');
    expect(text).not.toContain('--a');
  });

  test('in a file with other objects leaves those', () => {
    const file = `${patch(PROXY)}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: other}\n`;
    const result = takeOut(repository({ [PATCH]: file }));
    expect(result.text(PATCH)).toBe('apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: other}\n');
  });

  test('that a Makefile edits stays, with the arguments that are edited', () => {
    const files = repository({
      [PATCH]: patch(PROXY, managerItem('--version=main', OLD)),
      Makefile: "release:\n\tsed -i 's/--version=.*/--version=v1/' config/default/proxy.yaml\n",
    });
    const result = takeOut(files);
    expect(result.args(PATCH)).toEqual(['--version=main', OLD]);
    expect(result.text(PATCH)).not.toContain('kube-rbac-proxy');
    expect(result.args(MANAGER)).toEqual(['--leader-elect']);
  });

  test('that a Makefile edits stays even if it says nothing', () => {
    const files = repository({ [PATCH]: patch(PROXY), Makefile: 'x:\n\tcat config/default/proxy.yaml\n' });
    expect(takeOut(files).text(PATCH)).toBe(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: controller-manager\n',
    );
  });
});

describe('several overlays', () => {
  const OTHER = 'config/other/kustomization.yaml';

  test('one without the sidecar and with the same arguments gets nothing else', () => {
    const files = repository({
      [PATCH]: patch(PROXY, managerItem('--leader-elect', OLD)),
      [OTHER]: 'resources:\n- ../manager\n',
    });
    expect(takeOut(files).args(MANAGER)).toEqual(['--leader-elect', OLD]);
  });

  test('one without the sidecar and with other arguments keeps them: the patch stays', () => {
    const files = repository({
      [PATCH]: patch(PROXY, managerItem('--leader-elect', '--v=5', OLD)),
      [OTHER]: 'resources:\n- ../manager\n',
    });
    const result = takeOut(files);
    expect(result.args(MANAGER)).toEqual(['--leader-elect']);
    expect(result.args(PATCH)).toEqual(['--leader-elect', '--v=5', OLD]);
  });

  test('one that counts arguments keeps its list as it is', () => {
    const count = `- op: replace\n  path: /spec/template/spec/containers/0/args/0\n  value: --x\n`;
    const files = repository({
      [PATCH]: patch(PROXY, managerItem(OLD, '--leader-elect')),
      [OTHER]: 'resources:\n- ../manager\npatches:\n- path: count.yaml\n  target: {kind: Deployment}\n',
      'config/other/count.yaml': count,
    });
    expect(takeOut(files).args(MANAGER)).toEqual(['--leader-elect']);
  });

  test('patches with other arguments each keep theirs', () => {
    const files = repository({
      [PATCH]: patch(PROXY, managerItem('--a', OLD)),
      [OTHER]: 'resources:\n- ../manager\npatches:\n- path: proxy.yaml\n',
      'config/other/proxy.yaml': patch(PROXY, managerItem('--b', OLD)),
    });
    const result = takeOut(files);
    expect(result.args(PATCH)).toEqual(['--a', OLD]);
    expect(result.args('config/other/proxy.yaml')).toEqual(['--b', OLD]);
  });
});

describe('a sidecar elsewhere', () => {
  test('in manager.yaml: its container, with the comment above it', () => {
    const files = repository(
      {},
      deployment(...ARGS).replace('      - name: manager', `      # guards\n${PROXY}\n      - name: manager`),
      '',
    );
    expect(takeOut(files).text(MANAGER)).toBe(deployment(...ARGS));
  });

  test('in an inline patch: its item', () => {
    const inline = patch(PROXY, managerItem(OLD)).replaceAll(/^/gm, '    ').trimEnd();
    const files = repository({}, deployment(...ARGS), `patches:\n- patch: |-\n${inline}\n- path: a.yaml\n`);
    const result = takeOut(files);
    expect(result.text('config/default/kustomization.yaml')).toBe(
      'resources:\n- ../manager\npatches:\n- path: a.yaml\n',
    );
    expect(result.args(MANAGER)).toEqual([OLD]);
  });

  test('two patches of one list, one in a file and one inline, take the list with them', () => {
    const inline = patch('      - name: kube-rbac-proxy\n        resources: {}')
      .replaceAll(/^/gm, '    ')
      .trimEnd();
    const patches = `patches:\n- path: proxy.yaml\n- patch: |-\n${inline}\n`;
    const result = takeOut(repository({ [PATCH]: patch(PROXY) }, deployment(...ARGS), patches));
    expect(result.text('config/default/kustomization.yaml')).toBe('resources:\n- ../manager\n');
  });

  test('in a component that holds nothing else: the component goes', () => {
    const files = repository(
      {
        'config/guard/kustomization.yaml': 'kind: Component\npatches:\n- path: proxy.yaml\n',
        'config/guard/proxy.yaml': patch(PROXY),
      },
      deployment(...ARGS),
      'components:\n- ../guard\n',
    );
    const result = takeOut(files);
    expect(result.removed).toEqual(['config/guard/kustomization.yaml', 'config/guard/proxy.yaml']);
    expect(result.text('config/default/kustomization.yaml')).toBe('resources:\n- ../manager\n');
  });

  test('a patch that only changes it goes too', () => {
    const files = repository(
      {
        [PATCH]: patch(PROXY),
        'config/default/more.yaml': patch('      - name: kube-rbac-proxy\n        resources: {}'),
      },
      deployment(...ARGS),
      'patches:\n- path: proxy.yaml\n- path: more.yaml\n',
    );
    expect(takeOut(files).removed).toEqual([PATCH, 'config/default/more.yaml']);
  });

  test('one under another name is known by its image, and so is what changes it', () => {
    const files = repository(
      {
        [PATCH]: patch(PROXY.replace('kube-rbac-proxy', 'guard')),
        'config/default/more.yaml': patch('      - name: guard\n        resources: {}'),
      },
      deployment(...ARGS),
      'patches:\n- path: proxy.yaml\n- path: more.yaml\n',
    );
    expect(takeOut(files).removed).toEqual([PATCH, 'config/default/more.yaml']);
  });

  test('a sidecar of another workload is not touched', () => {
    const other = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: dashboard}\nspec:\n  template:\n    spec:\n      containers:\n${PROXY}\n      - name: dashboard\n        image: dashboard:v1\n`;
    const files = repository({ [PATCH]: other });
    expect(takeOut(files).changes).toEqual([]);
  });

  test('a switched-off entry of that name goes where no such file is', () => {
    const files = repository({
      [PATCH]: patch(PROXY),
      'config/other/kustomization.yaml':
        'resources:\n- ../manager\n# Protect the /metrics endpoint by putting it behind auth.\n#- proxy.yaml\n',
    });
    expect(takeOut(files).text('config/other/kustomization.yaml')).toBe('resources:\n- ../manager\n');
  });
});

describe('Services', () => {
  const withService = (service: string) =>
    repository(
      { [PATCH]: patch(PROXY), 'config/default/service.yaml': service },
      deployment(...ARGS),
      '- service.yaml\npatches:\n- path: proxy.yaml\n',
    );

  test('one that asks for the name which the manager takes over is not changed', () => {
    expect(takeOut(withService(SERVICE)).text('config/default/service.yaml')).toBe(SERVICE);
  });

  test('one that asks for another name gets the number', () => {
    const result = takeOut(withService(SERVICE), { portName: 'metrics' });
    expect(result.text('config/default/service.yaml')).toContain('    targetPort: 8443\n');
  });

  test('one without a target leads to its own number, which the manager does not open', () => {
    const service = SERVICE.replace('    targetPort: https\n', '');
    const result = takeOut(withService(service), { port: 9443 });
    expect(result.text('config/default/service.yaml')).toContain('    port: 8443\n    targetPort: 9443\n');
  });

  test('ports of something else stay', () => {
    const service = SERVICE.replace('targetPort: https', 'targetPort: webhook');
    expect(takeOut(withService(service), { portName: 'metrics' }).text('config/default/service.yaml')).toBe(
      service,
    );
  });
});

test('fresh output loses its container, stale output is left to the steps behind', () => {
  const output = (args: string) =>
    `${deployment('args:', `- ${args}`).replaceAll('controller-manager', 'x-controller-manager')}${PROXY}\n`;
  const kustomization = 'namePrefix: x-\nresources:\n- ../manager\npatches:\n- path: proxy.yaml\n';
  const files = repository({
    [PATCH]: patch(PROXY, managerItem(OLD)),
    'config/default/kustomization.yaml': kustomization,
    'out/fresh.yaml': output(OLD),
    'out/stale.yaml': output('--other'),
  });
  const result = takeOut(files);
  expect(result.text('out/fresh.yaml')).not.toContain('kube-rbac-proxy');
  expect(result.text('out/stale.yaml')).toBe(output('--other'));
});
