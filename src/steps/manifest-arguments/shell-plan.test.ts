import { describe, expect, test } from 'vitest';
import { deploymentText, kustomizeTree, problemOf, runStep } from '../../../test/setup/manager-manifests.ts';
import { step } from './index.ts';

const WANTED = '--diagnostics-address=:8443 --insecure-diagnostics=false';

function run(container: string): string {
  const { files, again } = runStep(step, kustomizeTree(deploymentText(container)));
  expect(again).toEqual([]);
  return files['config/manager/manager.yaml'] ?? '';
}

const script = (text: string) =>
  `- name: manager\n  image: a\n  command: [/bin/sh, -c]\n  args:\n  - ${text}\n`;

describe('arguments in a shell script', () => {
  test('the old one is replaced in its place', () => {
    expect(run(script('exec /manager --metrics-bind-address=:8080 --v=2'))).toContain(
      `- exec /manager ${WANTED} --v=2\n`,
    );
  });

  test('with its value in the next word', () => {
    expect(run(script('exec /manager --metrics-bind-address :8080 --v=2'))).toContain(
      `exec /manager ${WANTED} --v=2\n`,
    );
  });

  test('in a block scalar, over several lines', () => {
    const text = run(
      script('|\n    set -e\n    exec /manager \\\n      --metrics-bind-address=:8080 \\\n      --v=2'),
    );
    expect(text).toContain(`exec /manager \\\n            ${WANTED} \\\n            --v=2\n`);
  });

  test('behind leader election where there is no old one', () => {
    expect(run(script('"exec /manager --leader-elect --v=2"'))).toContain(
      `"exec /manager --leader-elect ${WANTED} --v=2"`,
    );
  });

  test('in the command itself', () => {
    const text = run(
      '- name: manager\n  image: a\n  command: ["bash", "-ec", "/manager --metrics-bind-address=:1"]\n',
    );
    expect(text).toContain(`"-ec", "/manager ${WANTED}"]`);
  });

  test('an old one beside the new address is taken out with its space', () => {
    expect(run(script('/manager --diagnostics-address=:1 --metrics-bind-address=:2 --x'))).toContain(
      '- /manager --diagnostics-address=:1 --x\n',
    );
  });

  test('without a place to go by it is refused', () => {
    expect(problemOf(() => run(script('exec /entrypoint')))).toMatchObject({
      code: 'arguments-in-shell',
      file: 'config/manager/manager.yaml',
      line: 16,
    });
  });
});
