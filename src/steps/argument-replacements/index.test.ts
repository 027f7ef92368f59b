import { describe, expect, it } from 'vitest';
import { type DecisionParts, runStep } from '../step-input.testing.ts';
import { step } from './index.ts';

function deployment(...args: string[]): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: controller-manager',
    'spec:',
    '  template:',
    '    spec:',
    '      containers:',
    '      - command: [/manager]',
    '        args:',
    ...args.map((arg) => `        - "${arg}"`),
    '        image: controller:latest',
    '        name: manager',
    '',
  ].join('\n');
}

const OLD = '--metrics-bind-address=localhost:8080';

const BASE: Readonly<Record<string, string>> = {
  'config/default/kustomization.yaml': 'namePrefix: app-\nresources: [../manager]\n',
  'config/manager/kustomization.yaml': 'resources: [manager.yaml]\n',
  'config/manager/manager.yaml': deployment('--leader-elect', OLD),
};

/** An e2e configuration with these lines as the replacements of the provider under test. */
function config(pairs: readonly string[], value = '../../../config/default'): string {
  return [
    'managementClusterName: test',
    'providers:',
    '- name: cluster-api',
    '  type: CoreProvider',
    '  versions:',
    '  - name: v1.10.0',
    '    value: https://example.org/releases/v1.10.0/core-components.yaml',
    '    type: url',
    '    replacements:',
    `    - old: ${OLD}`,
    '      new: --metrics-bind-address=:8080',
    '- name: app',
    '  type: InfrastructureProvider',
    '  versions:',
    '  - name: v0.1.99',
    `    value: ${value}`,
    '    replacements:',
    '    - old: "imagePullPolicy: Always"',
    '      new: "imagePullPolicy: IfNotPresent"',
    ...pairs.map((line) => `    ${line}`),
    '    files:',
    '    - sourcePath: ../data/metadata.yaml',
    '',
  ].join('\n');
}

const CONFIG = 'test/e2e/config/app.yaml';

function run(text: string, more: Record<string, string> = {}, parts: DecisionParts = {}) {
  return runStep(step, { ...BASE, [CONFIG]: text, ...more }, parts);
}

describe('replacements of e2e configurations', () => {
  it('are keyed on the new arguments and mean what they meant', () => {
    const { text, changed, findings, again } = run(
      config([`- old: ${OLD}`, '  new: --metrics-bind-address=:8080']),
    );
    expect(changed).toEqual([CONFIG]);
    expect(text(CONFIG)).toBe(
      config([
        '- old: --diagnostics-address=:8443',
        '  new: --diagnostics-address=:8080',
        '- old: --insecure-diagnostics=false',
        '  new: --insecure-diagnostics=true',
      ]),
    );
    expect(findings).toEqual([]);
    // The manifest still has the old argument here, as no other step ran; its new key must not be found in it.
    expect(again).toEqual([]);
  });

  it('match any value where the manifest leaves it to clusterctl’s variables', () => {
    const substituted = {
      'config/manager/manager.yaml': deployment('--leader-elect', `--v=\${LEVEL:=2}`, OLD),
    };
    const { text } = run(config([`- old: ${OLD}`, '  new: --metrics-bind-address=:8080']), substituted);
    expect(text(CONFIG)).toBe(
      config([
        '- old: --diagnostics-address=.*',
        '  new: --diagnostics-address=:8080',
        '- old: --insecure-diagnostics=.*',
        '  new: --insecure-diagnostics=true',
      ]),
    );
  });

  it('keep their quotes, and whatever else they add', () => {
    const { text } = run(
      config([`- old: "${OLD}"`, '  new: "--metrics-bind-address=:8080\\n        - --v=4"']),
    );
    expect(text(CONFIG)).toBe(
      config([
        '- old: "--diagnostics-address=:8443"',
        '  new: "--diagnostics-address=:8080\\n        - --v=4"',
        '- old: "--insecure-diagnostics=false"',
        '  new: "--insecure-diagnostics=true"',
      ]),
    );
  });

  it('keep CRLF', () => {
    const before = config([`- old: ${OLD}`, '  new: --metrics-bind-address=:8080']).replaceAll('\n', '\r\n');
    const after = run(before).text(CONFIG) ?? '';
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(after).toContain('--insecure-diagnostics=true\r\n');
  });

  it('keep the dash that they look for', () => {
    const { text } = run(config([`- old: "- ${OLD}"`, '  new: "- --metrics-bind-address=:8080"']));
    expect(text(CONFIG)).toContain(
      '- old: "- --diagnostics-address=:8443"\n      new: "- --diagnostics-address=:8080"',
    );
  });

  it('follow --port', () => {
    const { text } = run(
      config([`- old: ${OLD}`, '  new: --metrics-bind-address=:8080']),
      {},
      { port: 9443 },
    );
    expect(text(CONFIG)).toContain('old: --diagnostics-address=:9443');
  });

  it('are found in the arguments that a patch of the overlay sets', () => {
    const { changed } = run(config([`- old: ${OLD}`, '  new: --metrics-bind-address=:8080']), {
      'config/manager/manager.yaml': deployment('--leader-elect'),
      'config/default/kustomization.yaml':
        'namePrefix: app-\nresources: [../manager]\npatches: [{path: p.yaml}]\n',
      'config/default/p.yaml': deployment(OLD)
        .replace('        image: controller:latest\n', '')
        .replace('        command: [/manager]\n', ''),
    });
    expect(changed).toEqual([CONFIG]);
  });

  it('are re-keyed where a build makes the manifest', () => {
    const pairs = [`- old: ${OLD}`, '  new: --metrics-bind-address=:8080'];
    expect(run(config(pairs, '../../../out/components.yaml')).changed).toEqual([CONFIG]);
  });

  it.each([
    [
      'never found their text',
      config(['- old: --metrics-bind-addr=localhost:8080', '  new: --metrics-bind-addr=:8080']),
    ],
    ['are about something else', config(['- old: --leader-elect', '  new: --leader-elect=false'])],
    [
      'are for a release',
      config([`- old: ${OLD}`, '  new: --metrics-bind-address=:8080'], 'https://example.org/v0.1.0/app.yaml'),
    ],
    [
      'are for another overlay',
      config([`- old: ${OLD}`, '  new: --metrics-bind-address=:8080'], '../../../config/crd'),
    ],
  ])('stay that %s', (_, text) => {
    const { changed, findings } = run(text, { 'config/crd/kustomization.yaml': 'resources: [a.yaml]\n' });
    expect(changed).toEqual([]);
    expect(findings).toEqual([]);
  });

  it.each([
    ['removes the argument', [`- old: "${OLD}"`, '  new: ""']],
    ['finds a part of it', ['- old: localhost:8080', '  new: 0.0.0.0:8080']],
    ['names more than it', [`- old: "leader-elect|${OLD}"`, '  new: --metrics-bind-address=:8080']],
  ])('are left to a person where one %s', (_, pairs) => {
    const { changed, findings } = run(config(pairs));
    expect(changed).toEqual([]);
    expect(findings).toMatchObject([
      { rule: 'replacement-without-text', level: 'warning', path: CONFIG, line: 20 },
    ]);
  });

  it('that would add the removed flag are an error', () => {
    const { findings } = run(
      config(['- old: --leader-elect', '  new: "--leader-elect\\n        - --metrics-bind-address=:8080"']),
    );
    expect(findings).toMatchObject([
      { rule: 'replacement-adds-removed-flag', level: 'error', path: CONFIG, line: 20 },
    ]);
  });

  it('stay where no argument goes', () => {
    const kept: DecisionParts = { removedFlags: [] };
    expect(run(config([`- old: ${OLD}`, '  new: --metrics-bind-address=:8080']), {}, kept).changed).toEqual(
      [],
    );
  });
});

describe('mentions of a removed flag', () => {
  it('in scripts and documentation are listed with their place', () => {
    const { findings, changed } = run(config([]), {
      Tiltfile: 'x = text.replace(\n  "--metrics-bind-address=localhost:8080", "")\n',
      'README.md': '# App\n\nRun it with `--metrics-bind-address=:9090`.\n',
      'docs/design/long.md': '--metrics-bind-address\n',
    });
    expect(changed).toEqual([]);
    expect(findings.map(({ level, path, line, column }) => [level, path, line, column])).toEqual([
      ['warning', 'Tiltfile', 2, 4],
      ['note', 'README.md', 3, 14],
    ]);
  });

  it('are a handful at most', () => {
    const text = '--metrics-bind-address\n'.repeat(40);
    expect(run(config([]), { 'README.md': text }).findings).toHaveLength(5);
  });

  it.each(['--metrics-bind-address-family', 'x--metrics-bind-address', '--metrics-bind-addr'])(
    'do not include %s',
    (word) => {
      expect(run(config([]), { 'README.md': `${word}\n` }).findings).toEqual([]);
    },
  );

  it('are not searched where no flag goes', () => {
    const { findings } = run(config([]), { 'README.md': '--metrics-bind-address\n' }, { removedFlags: [] });
    expect(findings).toEqual([]);
  });
});
