import { describe, expect, test } from 'vitest';
import {
  changedLines,
  deploymentText,
  KUBEBUILDER,
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
const run = (files: Record<string, string>, options = {}) => runStep(step, files, options);

/** Runs on one Deployment in the usual tree; answers its changed lines. */
function changesOf(container: string, options = {}): string[] {
  const text = deploymentText(container);
  const { files, again } = run(kustomizeTree(text), options);
  expect(again).toEqual([]);
  return changedLines(text, files[MANAGER] ?? text).map((line) => line.replace(/^([+-]) {6}/, '$1'));
}

describe('the place of the new arguments', () => {
  test('that of the old one', () => {
    const changes = changesOf(
      '- name: manager\n  args:\n  - --leader-elect\n  - --metrics-bind-address=:8080\n  - --v=2\n  image: a\n',
    );
    expect(changes).toEqual([`+  - ${ADDRESS}`, `+  - ${INSECURE}`, '-  - --metrics-bind-address=:8080']);
  });

  test('behind leader election, where there is no old one', () => {
    const text = deploymentText(
      '- name: manager\n  image: a\n  args:\n  - --enable-leader-election\n  - --v=2\n',
    );
    const { files } = run(kustomizeTree(text));
    expect(files[MANAGER]).toContain(
      `- --enable-leader-election\n        - ${ADDRESS}\n        - ${INSECURE}\n        - --v=2\n`,
    );
  });

  test('last, where there is neither', () => {
    expect(changesOf('- name: manager\n  image: a\n  args:\n  - --v=2\n')).toEqual([
      `+  - ${ADDRESS}`,
      `+  - ${INSECURE}`,
    ]);
  });

  test('in the command, where the arguments are', () => {
    const text = deploymentText(
      '- name: manager\n  image: a\n  command: [/manager, --leader-elect, --v=2]\n',
    );
    const { files } = run(kustomizeTree(text));
    expect(files[MANAGER]).toContain(`[/manager, --leader-elect, ${ADDRESS}, ${INSECURE}, --v=2]`);
  });

  test('a list of its own behind the command', () => {
    const changes = changesOf('- command:\n  - /manager\n  image: a\n  name: manager\n');
    expect(changes).toEqual(['+  args:', `+  - ${ADDRESS}`, `+  - ${INSECURE}`]);
  });

  test('a list of its own behind name and image, indented as its siblings', () => {
    const text = deploymentText('- name: manager\n  image: a\n  env:\n    - name: X\n      value: y\n');
    const { files } = run(kustomizeTree(text));
    expect(files[MANAGER]).toContain(
      `        image: a\n        args:\n          - ${ADDRESS}\n          - ${INSECURE}\n        env:\n`,
    );
  });

  test('a key that was left empty', () => {
    const text = deploymentText('- name: manager\n  args:\n  image: a\n');
    const { files } = run(kustomizeTree(text));
    expect(files[MANAGER]).toContain(
      `        args:\n        - ${ADDRESS}\n        - ${INSECURE}\n        image: a\n`,
    );
  });

  test('an empty list', () => {
    const { files } = run(kustomizeTree(deploymentText('- name: manager\n  args: []\n  image: a\n')));
    expect(files[MANAGER]).toContain(`args: [${ADDRESS}, ${INSECURE}]`);
  });
});

describe('the way of writing', () => {
  test.each([
    ['double quotes', '"', '"'],
    ['single quotes', "'", "'"],
    ['plain', '', ''],
  ])('%s as the neighbour', (_, open, close) => {
    const text = deploymentText(
      `- name: manager\n  image: a\n  args:\n  - ${open}--metrics-bind-address=:8080${close}\n`,
    );
    const { files } = run(kustomizeTree(text));
    expect(files[MANAGER]).toContain(
      `        - ${open}${ADDRESS}${close}\n        - ${open}${INSECURE}${close}\n`,
    );
  });

  test('flag and value in two items', () => {
    const text = deploymentText(
      '- name: manager\n  image: a\n  args:\n  - --metrics-bind-address\n  - :8080\n  - --leader-elect\n',
    );
    const { files } = run(kustomizeTree(text));
    expect(files[MANAGER]).toContain(
      `        - ${ADDRESS}\n        - ${INSECURE}\n        - --leader-elect\n`,
    );
  });

  test('two items in a flow list', () => {
    const text = deploymentText(
      '- name: manager\n  image: a\n  args: [--metrics-bind-address, ":8080", --leader-elect]\n',
    );
    const { files } = run(kustomizeTree(text));
    expect(files[MANAGER]).toContain(`args: [${ADDRESS}, ${INSECURE}, --leader-elect]`);
  });

  test('a flow list over several lines', () => {
    const text = deploymentText(
      '- name: manager\n  image: a\n  args: [\n    "--leader-elect",\n    "--v=2",\n  ]\n',
    );
    const { files } = run(kustomizeTree(text));
    expect(files[MANAGER]).toContain(
      `          "--leader-elect",\n          "${ADDRESS}",\n          "${INSECURE}",\n          "--v=2",\n`,
    );
  });

  test('comments, blank lines and odd indentation stay', () => {
    const container = `
- name: manager
  image: a
  # What it is given.
  args:   # short

      # what scrapers ask

      # of the team
      - --metrics-bind-address=:8080 # the metrics

      - --leader-elect
`;
    expect(changesOf(container)).toEqual([
      `+      - ${ADDRESS} # the metrics`,
      `+      - ${INSECURE}`,
      '-      - --metrics-bind-address=:8080 # the metrics',
    ]);
  });

  test('CRLF', () => {
    const text = deploymentText('- name: manager\n  image: a\n  args:\n  - --leader-elect\n').replaceAll(
      '\n',
      '\r\n',
    );
    const { files, again } = run(kustomizeTree(text));
    expect(files[MANAGER]).toContain(`--leader-elect\r\n        - ${ADDRESS}\r\n        - ${INSECURE}\r\n`);
    expect(files[MANAGER]?.replaceAll('\r\n', '')).not.toContain('\n');
    expect(again).toEqual([]);
  });

  test('no newline at the end of the file', () => {
    const text = deploymentText('- name: manager\n  image: a\n  args:\n  - --leader-elect\n').replace(
      /\n {6}serviceAccountName.*\n$/,
      '',
    );
    const { files } = run(kustomizeTree(text));
    expect(files[MANAGER]).toMatch(
      /--leader-elect\n {8}- --diagnostics-address=:8443\n {8}- --insecure-diagnostics=false$/,
    );
  });
});

describe('substitution', () => {
  const substituted = [
    '"--diagnostics-address=${CAPI_DIAGNOSTICS_ADDRESS:=:8443}"',
    '"--insecure-diagnostics=${CAPI_INSECURE_DIAGNOSTICS:=false}"',
  ];

  test('variables where the Deployment has some already', () => {
    const changes = changesOf(
      '- name: manager\n  image: a\n  args:\n  - --leader-elect\n  - --gates=A=${A:=false}\n',
    );
    expect(changes).toEqual(substituted.map((item) => `+  - ${item}`));
  });

  test.each([
    ['${IMAGE}', 'image without a default'],
    ['a # ${A:=b}', 'comment'],
    ['$(A)', 'Kubernetes'],
  ])('literals for %s (%s)', (image) => {
    expect(changesOf(`- name: manager\n  image: ${image}\n  args:\n  - --leader-elect\n`)).toEqual([
      `+  - ${ADDRESS}`,
      `+  - ${INSECURE}`,
    ]);
  });

  test('literals where one overlay does not substitute', () => {
    const patch = patchText('- name: manager\n  env:\n  - name: X\n    value: ${X:=y}\n');
    const tree = kustomizeTree(
      deploymentText('- name: manager\n  image: a\n  args: [--leader-elect]\n'),
      '',
      {
        'config/dev/kustomization.yaml': 'resources:\n- ../manager\npatches:\n- path: x.yaml\n',
        'config/dev/x.yaml': patch,
      },
    );
    expect(run(tree).files[MANAGER]).toContain(`[--leader-elect, ${ADDRESS}, ${INSECURE}]`);
  });
});

describe('pflag', () => {
  const stdlib = { sources: [managerSource({ parser: 'flag' })] };

  test('a second dash for long names', () => {
    const container =
      '- name: manager\n  image: a\n  args:\n  - -leader-elect\n  - "-zap-devel"\n  - -v=2\n  - --x\n';
    expect(changesOf(container, stdlib)).toEqual([
      '+  - --leader-elect',
      `+  - ${ADDRESS}`,
      `+  - ${INSECURE}`,
      '+  - "--zap-devel"',
      '-  - -leader-elect',
      '-  - "-zap-devel"',
    ]);
  });

  test('nothing where pflag was in use before', () => {
    expect(changesOf('- name: manager\n  image: a\n  args:\n  - -vx\n')).toEqual([
      `+  - ${ADDRESS}`,
      `+  - ${INSECURE}`,
    ]);
  });

  test('the sidecar of another program keeps its dashes', () => {
    const { files } = run(
      kustomizeTree(
        deploymentText(
          '- name: manager\n  image: a\n  args: [--leader-elect]\n- name: log\n  args: [-quiet]\n',
        ),
      ),
      stdlib,
    );
    expect(files[MANAGER]).toContain('[-quiet]');
  });
});

describe('what is kept', () => {
  test('the user’s own diagnostics arguments', () => {
    expect(changesOf('- name: manager\n  image: a\n  args:\n  - --diagnostics-address=:9443\n')).toEqual([]);
  });

  test('an old argument beside new ones goes', () => {
    const container =
      '- name: manager\n  image: a\n  args:\n  - --diagnostics-address=:9443\n  - --metrics-bind-address=:8080\n';
    expect(changesOf(container)).toEqual(['-  - --metrics-bind-address=:8080']);
  });

  test('a second old argument goes', () => {
    const container =
      '- name: manager\n  image: a\n  args:\n  - --metrics-bind-address=:1\n  - --x\n  - --metrics-bind-address=:2\n';
    expect(changesOf(container)).toEqual([
      `+  - ${ADDRESS}`,
      `+  - ${INSECURE}`,
      '-  - --metrics-bind-address=:1',
      '-  - --metrics-bind-address=:2',
    ]);
  });

  test('everything, for an adopted manager with defaults', () => {
    const adopted = { sources: [managerSource({ metricsFlags: [], flagNames: new Set(['leader-elect']) })] };
    expect(changesOf('- name: manager\n  image: a\n  args:\n  - --leader-elect\n', adopted)).toEqual([]);
  });

  test('an adopted manager is freed of an argument it no longer knows', () => {
    const adopted = { sources: [managerSource({ metricsFlags: [], flagNames: new Set(['leader-elect']) })] };
    expect(
      changesOf('- name: manager\n  image: a\n  args:\n  - --metrics-bind-addr=:8080\n', adopted),
    ).toContain(`+  - ${ADDRESS}`);
  });

  test('metrics filters keep their flags, with the secure address', () => {
    const decision = KUBEBUILDER;
    const args = '[--metrics-bind-address=:8080, "--metrics-secure=false", --leader-elect]';
    const { files } = run(kustomizeTree(deploymentText(`- name: manager\n  image: a\n  args: ${args}\n`)), {
      decision,
    });
    expect(files[MANAGER]).toContain(
      'args: [--metrics-bind-address=:8443, "--metrics-secure=true", --leader-elect]',
    );
  });

  test('metrics filters need no argument that nobody passes', () => {
    const decision = KUBEBUILDER;
    const tree = kustomizeTree(deploymentText('- name: manager\n  image: a\n  args: [--leader-elect]\n'));
    expect(run(tree, { decision }).files).toEqual({});
  });

  test('the flag that Cluster API 1.8 registers itself keeps the endpoint on http: it is replaced', () => {
    const sources = [managerSource({ metricsFlags: [], flagNames: new Set(['metrics-bind-addr']) })];
    const decision = { registersMetricsBindAddr: true };
    const { files } = run(
      kustomizeTree(deploymentText('- name: manager\n  image: a\n  args: [--metrics-bind-addr=:8080]\n')),
      { sources, decision },
    );
    expect(files[MANAGER]).toContain(`[${ADDRESS}, ${INSECURE}]`);
  });

  test('another port', () => {
    const { files } = run(
      kustomizeTree(deploymentText('- name: manager\n  image: a\n  args: [--leader-elect]\n')),
      { decision: { port: 9090 } },
    );
    expect(files[MANAGER]).toContain('--diagnostics-address=:9090');
  });
});

describe('refusals', () => {
  test('an active sidecar, in the base', () => {
    const text = deploymentText(
      '- name: manager\n  image: a\n- name: kube-rbac-proxy\n  image: example.org/kube-rbac-proxy:v0.8.0\n',
    );
    const problem = problemOf(() => run(kustomizeTree(text)));
    expect(problem).toMatchObject({ code: 'kube-rbac-proxy-active', file: MANAGER, line: 18 });
    expect(problem.hint).toContain('step kube-rbac-proxy');
  });

  test('a list that two containers share', () => {
    const text = deploymentText(
      '- name: manager\n  image: a\n  args: *list\n- name: other\n  args: *list\n',
    ).replace('spec:\n  selector', 'x: &list [--leader-elect]\nspec:\n  selector');
    expect(problemOf(() => run(kustomizeTree(text)))).toMatchObject({
      code: 'shared-arguments',
      file: MANAGER,
    });
  });

  test('an argument that is an anchor', () => {
    const text = deploymentText(
      '- name: manager\n  image: a\n  args:\n  - &address --metrics-bind-address=:8080\n',
    );
    expect(problemOf(() => run(kustomizeTree(text))).code).toBe('shared-arguments');
  });
});
