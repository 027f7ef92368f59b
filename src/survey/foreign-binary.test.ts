import { expect, test } from 'vitest';
import type { DeploymentRendering } from '../kubernetes/manager-manifests.ts';
import { readWorkloads } from '../kubernetes/read-workloads.ts';
import type { ContainerSource } from '../kubernetes/workload.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { deploysAnotherProduct, isStranger, ownPrograms, runsAnotherBinary } from './foreign-binary.ts';

const RENDERINGS = [
  { name: 'x-controller-manager', deployment: { name: 'controller-manager' } },
] as unknown as readonly DeploymentRendering[];

function isForeign(name: string, argument: string, renderings = RENDERINGS, programs = ['/loom']): boolean {
  const own = { name, container: containerOf(name, '/manager', argument) };
  return runsAnotherBinary(own, new Set(['leader-elect']), renderings, new Set(programs));
}

function containerOf(name: string, command: string, argument: string): ContainerSource | undefined {
  const text = `kind: Deployment\nmetadata: {name: ${name}}\nspec: {template: {spec: {containers: [{name: manager, command: [${command}], args: ["--leader-elect", "${argument}"]}]}}}\n`;
  return readWorkloads({ path: 'a.yaml', text, mode: 0o644 })[0]?.containers[0];
}

test('another name and a flag that the manager does not know: another program', () => {
  expect(isForeign('drift-manager', '--cluster-name=')).toBe(true);
});

test.each([
  '--v=2',
  '--zap-log-level=info',
  '--metrics-addr=:8080',
  '--kubeconfig=/x',
  '--tls-min-version=x',
])('%s may come from a library', (argument) => {
  expect(isForeign('drift-manager', argument)).toBe(false);
});

test.each(['controller-manager', 'x-controller-manager'])('%s is the manager, whatever it passes', (name) => {
  expect(isForeign(name, '--flag-of-former-days')).toBe(false);
});

test('without an overlay there is no name to compare: foreign is what passes nothing that the manager knows', () => {
  expect(isForeign('drift-manager', '--cluster-name=', [])).toBe(false);
  const foreign = { name: 'drift', container: containerOf('drift', '/manager', '--port=1') };
  expect(runsAnotherBinary(foreign, new Set(['metrics-addr']), [], new Set())).toBe(true);
  expect(runsAnotherBinary(foreign, new Set(), [], new Set())).toBe(false);
});

test('the command of a known manifest is the manager, whatever it passes', () => {
  const own = { name: 'drift-manager', container: containerOf('drift-manager', '/loom', '--verbosity=6') };
  const isTaken = (programs: string[]) =>
    !runsAnotherBinary(own, new Set(['leader-elect']), RENDERINGS, new Set(programs));
  expect(isTaken(['/loom'])).toBe(true);
  expect(isTaken(['/other'])).toBe(false);
});

test('own programs: commands of known containers and the ENTRYPOINT, but for names that tell nothing', () => {
  const known = ['/loom', '/manager', '/bin/sh'].map((command) => containerOf('x', command, '--v=2'));
  const programs = ownPrograms(
    memoryRepository({ Dockerfile: 'FROM x\nENTRYPOINT ["/weave", "serve"]\n' }),
    known,
  );
  expect([...programs]).toEqual(['/loom', '/weave']);
  expect([
    ...ownPrograms(memoryRepository({ Dockerfile: 'ENTRYPOINT ["/manager"]\n' }), [undefined]),
  ]).toEqual([]);
});

test.each([
  ['a metrics flag and two more that the manager lacks', '--metrics-addr=:1", "--warp", "--weft=2', true],
  ['a metrics flag and one more', '--metrics-addr=:1", "--warp', false],
  ['others alone', '--warp", "--weft=2', false],
  ['what libraries have', '--metrics-addr=:1", "--v=2", "--zap-devel', false],
])('a chart that passes %s: another product %s', (_, argument, expected) => {
  const container = containerOf('x', '/manager', argument);
  const known = { flagNames: new Set(['leader-elect', 'metrics-bind-address']), adoption: 'none' } as const;
  expect(deploysAnotherProduct({ container }, known, RENDERINGS)).toBe(expected);
  expect(deploysAnotherProduct({ container }, known, [])).toBe(false);
});

test.each([
  [[], 'manager-options', false],
  [['leader-elect'], 'none', false],
  [['leader-elect'], 'manager-options', true],
] as const)('a chart of a manager with the flags %j and the adoption %s: %s', (names, adoption, expected) => {
  const container = containerOf('x', '/manager', '--metrics-addr=:1", "--warp", "--weft=2');
  const source = { flagNames: new Set<string>(names), adoption };
  expect(deploysAnotherProduct({ container }, source, RENDERINGS)).toBe(expected);
});

test.each([
  ['nothing that is known, and two flags', '--warp", "--weft=2', true],
  ['one flag', '--warp', false],
  ['what libraries have', '--v=2", "--metrics-addr=:1', false],
])(
  'beside one that passes what the manager knows, one that passes %s: a stranger %s',
  (_, argument, expected) => {
    const source = {
      flagNames: new Set(['metrics-bind-address', 'leader-elect']),
      adoption: 'none',
    } as const;
    const bare = (text: string) => ({
      container: readWorkloads({
        path: 'a.yaml',
        text: `kind: Deployment\nspec: {template: {spec: {containers: [{name: manager, args: ["${text}"]}]}}}\n`,
        mode: 0o644,
      })[0]?.containers[0],
    });
    const sibling = bare('--leader-elect');
    expect(isStranger(bare(argument), source, [sibling])).toBe(expected);
    expect(isStranger(bare(`${argument}", "--leader-elect`), source, [sibling])).toBe(false);
    expect(isStranger(bare(argument), source, [bare('--x')])).toBe(false);
  },
);
