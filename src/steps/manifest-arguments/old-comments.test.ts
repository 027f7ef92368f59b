import { describe, expect, test } from 'vitest';
import { deploymentText, kustomizeTree, runStep } from '../../../test/setup/manager-manifests.ts';
import { step } from './index.ts';

const NEW = ['- --diagnostics-address=:8443', '- --insecure-diagnostics=false'];

/** The lines below `args:` once the step ran. */
function argsAfter(lines: readonly string[], more: readonly string[] = []): string[] {
  const text = deploymentText(
    ['- name: manager', '  image: a', '  args:', ...lines.map((line) => `  ${line}`)].join('\n'),
  );
  const { files, again } = runStep(step, kustomizeTree(text, '', {}));
  expect(again).toEqual([]);
  const [, after = ''] = (files['config/manager/manager.yaml'] ?? '').split('        args:\n');
  const kept = after.split('\n').filter((line) => line.startsWith('        '));
  return [...kept.map((line) => line.slice(8)), ...more];
}

describe('comments beside an old argument', () => {
  test.each([
    '# loopback only',
    '# all interfaces, for the desk',
    '# plain HTTP',
    '# behind the kube-rbac-proxy',
    '# was :9090',
    '# see --metrics-bind-address',
  ])('%s goes', (comment) => {
    expect(argsAfter([`- --metrics-bind-address=:9090 ${comment}`, '- --v=2 # loud'])).toEqual([
      ...NEW,
      '- --v=2 # loud',
    ]);
  });

  test.each(['# Prometheus', '# see http://example.org/metrics', '# yamllint disable-line'])(
    '%s stays',
    (comment) => {
      expect(argsAfter([`- --metrics-bind-address=:9090 ${comment}`])).toEqual([
        `${NEW[0]} ${comment}`,
        NEW[1],
      ]);
    },
  );

  test('that of a value in its own item too', () => {
    expect(
      argsAfter(['- --metrics-bind-address # bound here', '- ":9090" # all interfaces', '- --v=2']),
    ).toEqual([...NEW, '- --v=2']);
  });
});

describe('comments above an old argument', () => {
  test('go as one text when they speak of its value', () => {
    expect(
      argsAfter([
        '- --leader-elect',
        '# metrics stay on the loopback device,',
        '# scraped by an agent on the node',
        '- --metrics-bind-address=127.0.0.1:9090',
        '# how loud',
        '- --v=2',
      ]),
    ).toEqual(['- --leader-elect', ...NEW, '# how loud', '- --v=2']);
  });

  test.each([
    ['of something else', ['# what the dashboards read']],
    ['of an argument that is switched off', ['# - --metrics-bind-address=0']],
    ['of another place', ['# loopback', '']],
  ])('stay when they speak %s', (_, comment) => {
    expect(argsAfter([...comment.filter((line) => line), '- --metrics-bind-address=:9090'])).toEqual(
      comment[1] === '' ? NEW : [...comment, ...NEW],
    );
  });

  test('an old argument beside new ones takes its comment along', () => {
    expect(argsAfter([...NEW, '# bound to localhost', '- --metrics-bind-address=:9090', '- --v=2'])).toEqual([
      ...NEW,
      '- --v=2',
    ]);
  });

  test('between brackets nothing is looked at', () => {
    const text = deploymentText(
      '- name: manager\n  image: a\n  # loopback\n  args: [--metrics-bind-address=:9090] # loopback\n',
    );
    const { files } = runStep(step, kustomizeTree(text));
    expect(files['config/manager/manager.yaml']).toBe(
      text.replace('--metrics-bind-address=:9090', NEW.map((line) => line.slice(2)).join(', ')),
    );
  });
});
