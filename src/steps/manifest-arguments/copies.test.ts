import { describe, expect, test } from 'vitest';
import {
  deploymentText,
  kustomizeTree,
  managerSource,
  patchText,
  runStep,
} from '../../../test/setup/manager-manifests.ts';
import { step } from './index.ts';

const ADDRESS = '--diagnostics-address=:8443';
const INSECURE = '--insecure-diagnostics=false';
const PROXY =
  '- name: kube-rbac-proxy\n  image: x/kube-rbac-proxy:v0.5.0\n  args: [--secure-listen-address=0.0.0.0:8443]\n';
const BASE = deploymentText('- name: manager\n  image: a\n  args: [--leader-elect]\n');
const rendered = (container: string) => deploymentText(container, 'weaver-controller-manager');

function run(files: Record<string, string>, options = {}) {
  const result = runStep(step, kustomizeTree(BASE, '', files), options);
  expect(result.again).toEqual([]);
  return result;
}

describe('rendered copies', () => {
  test('a fresh one gets the same change, in its own style', () => {
    const { files, findings } = run({
      'components.yaml': `kind: Namespace\n---\n${rendered('- args:\n  - --leader-elect\n  image: a:v1\n  name: manager\n')}`,
    });
    expect(files['components.yaml']).toContain(
      `        - --leader-elect\n        - ${ADDRESS}\n        - ${INSECURE}\n        image`,
    );
    expect(findings).toEqual([]);
  });

  test('one whose arguments are of another time is left alone, and reported', () => {
    const { files, findings } = run({
      'components.yaml': rendered('- args: [--leader-elect, --old]\n  image: a\n  name: manager\n'),
    });
    expect(Object.keys(files)).toEqual(['config/manager/manager.yaml']);
    expect(findings).toMatchObject([
      { rule: 'stale-rendered-manifest', level: 'note', path: 'components.yaml', line: 16 },
    ]);
  });

  test('a stale one is freed of what would break', () => {
    const { files } = run({
      'components.yaml': rendered('- args:\n  - --metrics-bind-address=:8080\n  image: a\n  name: manager\n'),
    });
    expect(files['components.yaml']).toContain(`        - ${ADDRESS}\n        - ${INSECURE}\n`);
  });

  test('one with a list that is absent gets it where the alphabet puts it', () => {
    const base = deploymentText('- name: manager\n  image: a\n');
    const copy = rendered('- image: a\n  imagePullPolicy: Always\n  name: manager\n');
    const { files } = runStep(step, kustomizeTree(base, '', { 'components.yaml': copy }));
    expect(files['components.yaml']).toContain(
      `      - args:\n        - ${ADDRESS}\n        - ${INSECURE}\n        image: a\n`,
    );
  });

  test('a copy that is kept for a release, and test data, never change', () => {
    const old = rendered('- args: [--metrics-bind-address=:8080]\n  image: a:v1.2.3\n  name: manager\n');
    const { files } = run({
      'releases/v1.2.3/components.yaml': old,
      'test/e2e/data/components.yaml': old,
      'releases/v1.2.4.yaml': old,
    });
    expect(Object.keys(files)).toEqual(['config/manager/manager.yaml']);
  });

  test('a pinned image is named for after the merge, a moving tag is not', () => {
    const copy = (image: string) =>
      rendered(`- args: [--leader-elect]\n  image: ${image}\n  name: manager\n`);
    expect(run({ 'components.yaml': copy('x/weaver:v1.0.0') }).afterMerge).toEqual([
      expect.stringContaining('components.yaml runs x/weaver:v1.0.0'),
    ]);
    for (const image of ['localhost:5000/weaver:latest', 'localhost:5000/weaver', 'weaver']) {
      expect(run({ 'components.yaml': copy(image) }).afterMerge).toEqual([]);
    }
  });
});

describe('files that nothing reaches', () => {
  const dead = (container: string) => run({ 'config/default/dead_patch.yaml': patchText(container) });

  test('a dead patch without an old argument is not worth a word', () => {
    const { files, findings } = dead('- name: manager\n  args: [--config=x.yaml]\n');
    expect(Object.keys(files)).toEqual(['config/manager/manager.yaml']);
    expect(findings).toEqual([]);
  });

  test('one that passes an argument which is gone is put right and noted', () => {
    const { files, findings } = dead('- name: manager\n  args:\n  - --metrics-bind-address=:8080\n');
    expect(files['config/default/dead_patch.yaml']).toContain(`- ${ADDRESS}\n        - ${INSECURE}\n`);
    expect(findings).toMatchObject([
      { rule: 'unreached-manifest', level: 'note', path: 'config/default/dead_patch.yaml', line: 12 },
    ]);
  });

  test('one that would bring a sidecar back is the step auth-proxy-leftovers’', () => {
    const { files, findings } = dead(
      `${PROXY}- name: manager\n  args:\n  - "--metrics-bind-address=127.0.0.1:8080"\n`,
    );
    expect(Object.keys(files)).toEqual(['config/manager/manager.yaml']);
    expect(findings).toEqual([]);
  });

  test('another program’s manifest with the same flag is not ours', () => {
    const other = deploymentText(
      '- name: cloud-controller-manager\n  image: b\n  args: [--metrics-bind-address=:8080]\n',
      'cloud',
    );
    expect(Object.keys(run({ 'addons/cloud.yaml': other }).files)).toEqual(['config/manager/manager.yaml']);
  });
});

describe('Helm', () => {
  const template = (args: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "weaver.fullname" . }}
spec:
  selector: {}
  template:
    spec:
      containers:
        - name: manager
          image: "{{ .Values.image }}:{{ .Values.tag }}"
          args:
${args}
            {{- if .Values.leaderElect }}
            - --leader-elect
            {{- end }}
`;
  const chart = (args: string, values = 'metrics:\n  address: "127.0.0.1:8080" # local\n  port: 8080\n') => ({
    'chart/Chart.yaml': 'name: weaver\n',
    'chart/values.yaml': values,
    'chart/templates/deployment.yaml': template(args),
  });

  test('an address from the values stays there, with a new default', () => {
    const { files, afterMerge } = run(
      chart('            - --metrics-bind-address={{ .Values.metrics.address }}'),
    );
    expect(files['chart/templates/deployment.yaml']).toContain(
      `            - --diagnostics-address={{ .Values.metrics.address }}\n            - ${INSECURE}\n            {{- if`,
    );
    expect(files['chart/values.yaml']).toContain('address: ":8443" # local\n');
    expect(afterMerge).toEqual([expect.stringContaining('chart/templates/deployment.yaml')]);
  });

  test('an address of the block around it stays what users give', () => {
    for (const address of ['{{ .address }}', '{{ $metrics.address }}']) {
      const { files } = run(chart(`            - "--metrics-bind-address=${address}"`, 'image: a\n'));
      expect(files['chart/templates/deployment.yaml']).toContain(
        `            - "--diagnostics-address=${address}"\n            - "${INSECURE}"\n`,
      );
    }
  });

  test('a port from the values', () => {
    const { files } = run(
      chart('            - "--metrics-bind-address=127.0.0.1:{{ .Values.metrics.port }}"'),
    );
    expect(files['chart/templates/deployment.yaml']).toContain(
      '- "--diagnostics-address=:{{ .Values.metrics.port }}"\n',
    );
    expect(files['chart/values.yaml']).toContain('port: 8443\n');
  });

  test('beside a sidecar that stays, an action stays an action', () => {
    const address = '127.0.0.1:{{ .Values.metrics.port }}';
    const files = chart(`            - --metrics-bind-address=${address}`);
    const path = 'chart/templates/deployment.yaml';
    const sidecar =
      '        - name: kube-rbac-proxy\n          image: a\n          args: [--client-ca-file=/ca]\n';
    const { files: after } = run({ ...files, [path]: files[path] + sidecar });
    expect(after[path]).toContain(`            - --diagnostics-address=${address}\n`);
  });

  test.each([
    ['a value that values.yaml does not have', '--metrics-bind-address={{ .Values.other }}'],
    ['a computed value', '--metrics-bind-address={{ include "x" . }}'],
    ['a literal', '--metrics-bind-address=:8080'],
  ])('literals for %s', (_, argument) => {
    const { files } = run(chart(`            - ${argument}`));
    expect(files['chart/templates/deployment.yaml']).toContain(
      `            - ${ADDRESS}\n            - ${INSECURE}\n`,
    );
    expect(files['chart/values.yaml']).toBeUndefined();
  });

  test('a chart without the old argument is left alone: it pins the image of a release', () => {
    const { files } = run(chart('            - --v=2'));
    expect(files['chart/templates/deployment.yaml']).toBeUndefined();
  });

  test('a template without a chart is no template', () => {
    const { files } = run({ 'x/templates/d.yaml': template('            - --metrics-bind-address=:1') });
    expect(Object.keys(files)).toEqual(['config/manager/manager.yaml']);
  });
});

describe('environment', () => {
  const container = (env: string) =>
    deploymentText(`- name: manager\n  image: a\n${env}  args: [--leader-elect]\n`);
  const manager = (env: string, envFlags = true) => {
    const result = runStep(step, kustomizeTree(container(env)), { sources: [managerSource({ envFlags })] });
    expect(result.again).toEqual([]);
    return result.files['config/manager/manager.yaml'] ?? '';
  };

  test('a variable that stood for the flag goes', () => {
    const text = manager(
      '  env:\n  - name: A\n    value: b\n  - name: METRICS_BIND_ADDRESS\n    value: :8080 # here\n  # last\n  - name: C\n    value: d\n',
    );
    expect(text).toContain(
      '        env:\n        - name: A\n          value: b\n        # last\n        - name: C\n',
    );
  });

  test('with a prefix, and with the list when it was the last', () => {
    expect(manager('  env:\n  - name: WEAVER_METRICS_BIND_ADDRESS\n    value: x\n')).toContain(
      '        image: a\n        args: [',
    );
  });

  test('a list that is the first key stays, empty', () => {
    const text = deploymentText(
      '- env:\n  - name: METRICS_BIND_ADDRESS\n    value: x\n  name: manager\n  image: a\n  args: [--leader-elect]\n',
    );
    const { files } = runStep(step, kustomizeTree(text), { sources: [managerSource({ envFlags: true })] });
    expect(files['config/manager/manager.yaml']).toContain('      - env: []\n        name: manager\n');
  });

  test('where flags are not read from the environment it is somebody else’s', () => {
    expect(manager('  env:\n  - name: METRICS_BIND_ADDRESS\n    value: x\n', false)).toContain(
      'METRICS_BIND_ADDRESS',
    );
  });
});

describe('findings', () => {
  test('a flag that the manager keeps for another use decides no more', () => {
    const text = deploymentText(
      '- name: manager\n  image: a\n  args:\n  - --leader-elect\n  - --metrics-bind-address=:8080\n',
    );
    const decision = { removedFlags: [] };
    const { files, findings } = runStep(step, kustomizeTree(text), { decision });
    expect(files['config/manager/manager.yaml']).toContain('- --metrics-bind-address=:8080\n');
    expect(findings).toMatchObject([
      { rule: 'idle-metrics-argument', level: 'note', path: 'config/manager/manager.yaml', line: 20 },
    ]);
  });

  test.each([
    ['no other argument uses', '', 1],
    ['another argument uses', ', --health-probe-bind-address=$(ADDRESS)', 0],
  ])('a variable that %s after the old one', (_, more, count) => {
    const text = deploymentText(
      `- name: manager\n  image: a\n  args: [--metrics-bind-address=$(ADDRESS)${more}]\n  env:\n  - name: OTHER\n  - name: ADDRESS\n    value: x\n`,
    );
    const { findings } = run(kustomizeTree(text));
    const idle = findings.filter((it) => it.rule === 'idle-environment-variable');
    expect(idle.map(({ level, line }) => [level, line])).toEqual(count === 1 ? [['note', 21]] : []);
  });
});
