import { describe, expect, test } from 'vitest';
import {
  deploymentText,
  kustomizeTree,
  managerSource,
  patchText,
  problemOf,
  runStep,
} from '../../../test/setup/manager-manifests.ts';
import { step } from './index.ts';

const MANAGER = 'config/manager/manager.yaml';
const ADDRESS = '--diagnostics-address=:8443';
const INSECURE = '--insecure-diagnostics=false';
const BASE = deploymentText(
  '- name: manager\n  image: a\n  args:\n  - --leader-elect\n  - --v=2\n  - --last\n',
);

function run(files: Record<string, string>, options = {}) {
  const result = runStep(step, files, options);
  expect(result.again).toEqual([]);
  return result;
}

const withPatch = (patch: string, base = BASE, listed = 'patches:\n- path: p.yaml\n') =>
  kustomizeTree(base, listed, { 'config/default/p.yaml': patch });

describe('strategic patches', () => {
  test('a patch that lists arguments is in force: they go there, not to the base', () => {
    const { files } = run(
      withPatch(patchText('- name: manager\n  args:\n  - --metrics-bind-address=:8080\n  - --x\n')),
    );
    expect(Object.keys(files)).toEqual(['config/default/p.yaml']);
    expect(files['config/default/p.yaml']).toContain(
      `        - ${ADDRESS}\n        - ${INSECURE}\n        - --x\n`,
    );
  });

  test('without an old argument too', () => {
    const { files } = run(withPatch(patchText('- name: manager\n  args: [--x]\n')));
    expect(files).toEqual({
      'config/default/p.yaml': patchText(`- name: manager\n  args: [--x, ${ADDRESS}, ${INSECURE}]\n`),
    });
  });

  test('the last of several patches is in force; a shadowed one only loses what is gone', () => {
    const tree = kustomizeTree(BASE, 'patches:\n- path: p.yaml\n- path: q.yaml\n', {
      'config/default/p.yaml': patchText('- name: manager\n  args: [--metrics-bind-address=:1]\n'),
      'config/default/q.yaml': patchText('- name: manager\n  args: [--y]\n'),
    });
    const { files } = run(tree);
    expect(files['config/default/p.yaml']).toContain(`[${ADDRESS}, ${INSECURE}]`);
    expect(files['config/default/q.yaml']).toContain(`[--y, ${ADDRESS}, ${INSECURE}]`);
    expect(files[MANAGER]).toBeUndefined();
  });

  test('strategic merges come before the patches field, whatever stands first', () => {
    const listed = 'patches:\n- path: p.yaml\npatchesStrategicMerge:\n- q.yaml\n';
    const tree = kustomizeTree(BASE, listed, {
      'config/default/p.yaml': patchText('- name: manager\n  args: [--x]\n'),
      'config/default/q.yaml': patchText('- name: manager\n  args: [--y]\n'),
    });
    expect(Object.keys(run(tree).files)).toEqual(['config/default/p.yaml']);
  });

  test('two overlays: the base is in force in one, the patch in the other', () => {
    const tree = {
      ...withPatch(patchText('- name: manager\n  args: [--x]\n')),
      'config/dev/kustomization.yaml': 'resources: [../manager]\n',
    };
    expect(Object.keys(run(tree).files)).toEqual(['config/default/p.yaml', MANAGER]);
  });

  test('a patch for another workload, or another container, is not ours', () => {
    for (const patch of [
      patchText('- name: log\n  args: [--x]\n'),
      patchText('- name: manager\n  args: [--x]\n', 'other'),
    ]) {
      expect(Object.keys(run(withPatch(patch)).files)).toEqual([MANAGER]);
    }
  });

  test('inline in the kustomization', () => {
    const inline = `patches:\n- patch: |-\n    kind: Deployment\n    metadata:\n      name: controller-manager\n    spec:\n      template:\n        spec:\n          containers:\n          - name: manager\n            args:\n            - "--metrics-bind-address=:8080"\n`;
    const { files } = run(kustomizeTree(BASE, inline));
    expect(files['config/default/kustomization.yaml']).toContain(
      `            - "${ADDRESS}"\n            - "${INSECURE}"\n`,
    );
  });

  test('by target, where the patch names something else', () => {
    const listed = 'patches:\n- path: p.yaml\n  target:\n    kind: Deployment\n    name: contr.*\n';
    const { files } = run(withPatch(patchText('- name: manager\n  args: [--x]\n', 'ignored'), BASE, listed));
    expect(Object.keys(files)).toEqual(['config/default/p.yaml']);
  });

  test.each([
    ['another kind', 'kind: StatefulSet'],
    ['a name that does not match as a whole', 'name: controller'],
    ['a label that it has not', 'labelSelector: app=other'],
    ['an expression that repeats a group', 'name: (c|c)+ontroller-manager'],
    ['an expression with many repetitions', 'name: .*.*.*.*controller-manager'],
    ['a broken expression', 'name: "("'],
  ])('a target with %s is not ours', (_, target) => {
    const listed = `patches:\n- path: p.yaml\n  target:\n    ${target}\n`;
    const { files } = run(withPatch(patchText('- name: manager\n  args: [--x]\n'), BASE, listed));
    expect(Object.keys(files)).toEqual([MANAGER]);
  });

  test('by the name that an inner overlay gave it, not by the one that its own kustomization will give', () => {
    const outer = (name: string) => ({
      'config/outer/kustomization.yaml': `namePrefix: my-\nresources: [../default]\npatches:\n- path: p.yaml\n  target: {name: ${name}}\n`,
      'config/outer/p.yaml': patchText('- name: manager\n  args: [--x]\n'),
    });
    const edited = (name: string) => Object.keys(run(kustomizeTree(BASE, '', outer(name))).files);
    expect(edited('weaver-controller-manager')).toEqual(['config/outer/p.yaml']);
    expect(edited('controller-manager')).toEqual(['config/outer/p.yaml']);
    expect(edited('my-weaver-controller-manager')).toEqual([MANAGER]);
  });

  test('a component patches what its overlay gathered', () => {
    const tree = kustomizeTree(BASE, 'components:\n- ../extra\n', {
      'config/extra/kustomization.yaml': 'kind: Component\npatches:\n- path: p.yaml\n',
      'config/extra/p.yaml': patchText('- name: manager\n  args: [--x]\n'),
    });
    expect(Object.keys(run(tree).files)).toEqual(['config/extra/p.yaml']);
  });
});

test('a component comes after what its overlay includes, wherever it is listed', () => {
  const { files } = run({
    'config/manager/kustomization.yaml': 'resources: [manager.yaml]\n',
    [MANAGER]: BASE,
    'config/inner/kustomization.yaml': 'resources: [../manager]\npatches:\n- path: p.yaml\n',
    'config/inner/p.yaml': patchText('- name: manager\n  args: [--inner]\n'),
    'config/extra/kustomization.yaml': 'kind: Component\npatches:\n- path: p.yaml\n',
    'config/extra/p.yaml': patchText('- name: manager\n  args: [--extra]\n'),
    'config/default/kustomization.yaml': 'components: [../extra]\nresources: [../inner]\n',
  });
  expect(Object.keys(files)).toEqual(['config/extra/p.yaml']);
});

describe('JSON6902 patches', () => {
  const json = (operations: string, target = 'kind: Deployment') =>
    `patches:\n- target: {${target}}\n  patch: |-\n${operations.replace(/^/gm, '    ').trimEnd()}\n`;
  const kustomization = (operations: string, base = BASE) => {
    const { files } = run(kustomizeTree(base, json(operations)));
    return { text: files['config/default/kustomization.yaml'] ?? '', files };
  };

  test('an added old argument becomes two operations, and the base stays', () => {
    const { text, files } = kustomization(
      '- op: add\n  path: /spec/template/spec/containers/0/args/0\n  value: --metrics-bind-address=:8080',
    );
    expect(Object.keys(files)).toEqual(['config/default/kustomization.yaml']);
    expect(text).toContain(
      `args/0\n      value: ${ADDRESS}\n    - op: add\n      path: /spec/template/spec/containers/0/args/1\n      value: ${INSECURE}\n`,
    );
  });

  test('where another overlay has no such operation, the base gets both and the operation no companion', () => {
    const operation =
      '- op: add\n  path: /spec/template/spec/containers/0/args/0\n  value: --metrics-bind-address=:8080';
    const { files } = run(
      kustomizeTree(BASE, '', {
        'config/a/kustomization.yaml': `resources: [../manager]\n${json(operation)}`,
      }),
    );
    expect(files['config/a/kustomization.yaml']).toContain(`value: ${ADDRESS}\n`);
    expect(files['config/a/kustomization.yaml']).not.toContain(INSECURE);
    expect(files[MANAGER]).toContain(`- ${ADDRESS}\n        - ${INSECURE}\n`);
  });

  test('behind the last, and in one line', () => {
    const { text } = kustomization(
      '- {op: add, path: "/spec/template/spec/containers/0/args/-", value: "--metrics-bind-address=:8080"}',
    );
    expect(text).toContain(
      `value: "${ADDRESS}"}\n    - {op: add, path: "/spec/template/spec/containers/0/args/-", value: "${INSECURE}"}`,
    );
  });

  test('an address that is added already is kept', () => {
    const { files } = kustomization(
      '- op: add\n  path: /spec/template/spec/containers/0/args/-\n  value: --diagnostics-address=:9000',
    );
    expect(files).toEqual({});
  });

  test('indexes follow their arguments', () => {
    const { text } = kustomization(
      '- op: replace\n  path: /spec/template/spec/containers/0/args/1\n  value: --v=5\n- op: remove\n  path: /spec/template/spec/containers/0/args/2',
    );
    expect(text).toContain('containers/0/args/3\n      value: --v=5');
    expect(text).toContain('op: remove\n      path: /spec/template/spec/containers/0/args/4');
  });

  test.each([
    ['--metrics-bind-address=:1, --x', 1, 2],
    ['--metrics-bind-address, ":1", --x', 2, 2],
    ['--metrics-bind-address=:1, --x, --metrics-bind-address=:2, --y', 3, 3],
    ['--diagnostics-address=:1, --metrics-bind-address=:1, --x', 2, 1],
  ])('behind replaced arguments: [%s], %i becomes %i', (args, before, after) => {
    const base = deploymentText(`- name: manager\n  image: a\n  args: [${args}]\n`);
    const operation = `- op: replace\n  path: /spec/template/spec/containers/0/args/${before}\n  value: --z`;
    const { files } = run(kustomizeTree(base, json(operation)));
    const text =
      files['config/default/kustomization.yaml'] ??
      kustomizeTree(base, json(operation))['config/default/kustomization.yaml'];
    expect(text).toContain(`args/${after}\n      value: --z`);
  });

  test('indexes before the place stay', () => {
    const { files } = kustomization(
      '- op: replace\n  path: /spec/template/spec/containers/0/args/0\n  value: --leader-elect=false',
    );
    expect(Object.keys(files)).toEqual([MANAGER]);
  });

  test('earlier operations count: after an addition in front the index means its neighbour', () => {
    const { text } = kustomization(
      '- op: add\n  path: /spec/template/spec/containers/0/args/0\n  value: --first\n- op: replace\n  path: /spec/template/spec/containers/0/args/2\n  value: --v=9',
    );
    expect(text).toContain('args/0\n      value: --first');
    expect(text).toContain('args/4\n      value: --v=9');
  });

  test('companions count too', () => {
    const { text } = kustomization(
      '- op: add\n  path: /spec/template/spec/containers/0/args/0\n  value: --metrics-bind-address=:1\n- op: replace\n  path: /spec/template/spec/containers/0/args/2\n  value: --v=9',
    );
    expect(text).toContain('args/3\n      value: --v=9');
  });

  test('a replaced old argument', () => {
    const base = deploymentText(
      '- name: manager\n  image: a\n  args:\n  - --metrics-bind-address=:1\n  - --x\n',
    );
    const { text, files } = kustomization(
      '- op: replace\n  path: /spec/template/spec/containers/0/args/0\n  value: --metrics-bind-address=:2',
      base,
    );
    expect(text).toContain(`args/0\n      value: ${ADDRESS}\n`);
    expect(files[MANAGER]).toContain(`- ${ADDRESS}\n        - ${INSECURE}\n        - --x`);
  });

  test('a whole list is in force', () => {
    const { text, files } = kustomization(
      '- op: replace\n  path: /spec/template/spec/containers/0/args\n  value:\n  - --metrics-bind-address=:2\n  - --x',
    );
    expect(text).toContain(`      - ${ADDRESS}\n      - ${INSECURE}\n      - --x\n`);
    expect(files[MANAGER]).toBeUndefined();
  });

  test('another container, another workload', () => {
    const operation = '- op: add\n  path: /spec/template/spec/containers/1/args/0\n  value: --leader-elect';
    expect(Object.keys(kustomization(operation).files)).toEqual([MANAGER]);
    const { files } = run(
      kustomizeTree(
        BASE,
        json(
          '- op: add\n  path: /spec/template/spec/containers/0/args/-\n  value: --metrics-bind-address=:1',
          'kind: Service',
        ),
      ),
    );
    expect(Object.keys(files)).toEqual([MANAGER]);
  });

  test('in a file of its own, and one that nothing applies', () => {
    const patch =
      '- op: add\n  path: /spec/template/spec/containers/0/args/0\n  value: --metrics-bind-address=:8080\n';
    const { files } = run(
      kustomizeTree(BASE, 'patches:\n- path: p.yaml\n  target: {kind: Deployment}\n', {
        'config/default/p.yaml': patch,
        'config/default/off.yaml': patch,
      }),
    );
    expect(files['config/default/p.yaml']).toContain(`args/1\n  value: ${INSECURE}\n`);
    expect(files['config/default/off.yaml']).toBe(patch.replace('--metrics-bind-address=:8080', ADDRESS));
  });

  test('a sidecar that a patch adds is active', () => {
    const operation =
      '- op: add\n  path: /spec/template/spec/containers/-\n  value:\n    name: kube-rbac-proxy\n    image: x/kube-rbac-proxy:v1';
    const problem = problemOf(() => run(kustomizeTree(BASE, json(operation))));
    expect(problem).toMatchObject({
      code: 'kube-rbac-proxy-active',
      file: 'config/default/kustomization.yaml',
    });
  });
});

describe('kustomize replacements', () => {
  const replacement = (index: number) =>
    `replacements:\n- source: {kind: ConfigMap, name: x, fieldPath: data.x}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths:\n    - spec.template.spec.containers.[name=manager].args.${index}\n`;

  test('one that counts a moved argument is refused', () => {
    const problem = problemOf(() => run(kustomizeTree(BASE, replacement(1))));
    expect(problem).toMatchObject({
      code: 'replacement-counts-arguments',
      file: 'config/default/kustomization.yaml',
      line: 10,
    });
  });

  test('one that counts an argument before the place is not', () => {
    expect(Object.keys(run(kustomizeTree(BASE, replacement(0))).files)).toEqual([MANAGER]);
  });
});

describe('managers', () => {
  test('each manager gets its own', () => {
    const tree = (name: string) =>
      Object.fromEntries(
        Object.entries(kustomizeTree(BASE)).map(([path, text]) => [`${name}/${path}`, text]),
      );
    const sources = ['loom', 'shuttle'].map((name) =>
      managerSource({ entryPoint: `${name}/main.go`, packageDirectory: name }),
    );
    const { files } = run({ ...tree('loom'), ...tree('shuttle') }, { sources });
    expect(Object.keys(files)).toEqual([
      'loom/config/manager/manager.yaml',
      'shuttle/config/manager/manager.yaml',
    ]);
  });

  test('plain manifests without any kustomization', () => {
    const { files } = run({ 'deploy/manager.yaml': BASE });
    expect(files['deploy/manager.yaml']).toContain(`- --leader-elect\n        - ${ADDRESS}\n`);
  });
});
