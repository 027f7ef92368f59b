import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { recoverInterrupted } from '../../src/repository/recovery.ts';
import { testdir } from '../setup/testdir.ts';
import { type CommandResult, run, describe as told } from '../tools/command.ts';
import { differingPaths, emptyFolder, readTree, type Tree } from '../tools/tree.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const subject = fileURLToPath(new URL('../../fixtures/left-over-auth-proxy/before', import.meta.url));

/** How a process ends that aborts: by SIGABRT (a shell would say 134), or by a trap of the engine. */
const ABORTED = 128;

const before = readTree(subject);
let after: Tree = new Map();

beforeAll(async () => {
  const root = fresh(emptyFolder());
  expect((await migrate(root)).code).toBe(0);
  after = readTree(root);
  rmSync(root, { recursive: true });
  expect(differingPaths(before, after).length).toBeGreaterThanOrEqual(7);
});

/**
 * All parsing is over before the journal is opened, so a parser that takes the process down finds no journal to tear:
 * not one byte is changed, nothing is left behind, and the exit code is no success.
 */
describe('a parser that dies', () => {
  /** Counts what only the one parser does, and aborts the process at the n-th time. */
  const hooks = {
    // The Go parser asks for the time again and again while it parses.
    Go: 'const now = performance.now.bind(performance); performance.now = () => { tick(); return now(); };',
    // The YAML parser marks each of its nodes with a symbol of its own.
    YAML: `const define = Object.defineProperty;
      Object.defineProperty = (node, key, mark) => { if (key === Symbol.for("yaml.node.type")) tick(); return define(node, key, mark); };`,
  };

  test.each([
    ['Go', 1],
    ['Go', 3],
    ['Go', 'last'],
    ['YAML', 1],
    ['YAML', 300],
    ['YAML', 'last'],
  ] as const)('%s, aborting at its step %s, takes nothing with it', async (parser, at) => {
    const steps = at === 'last' ? await stepsOf(hooks[parser]) : at;
    expect(steps).toBeGreaterThan(0);
    const root = fresh();
    const result = await migrate(root, '--require', preload(`${hooks[parser]} abortAt = ${steps};`));
    expect(result.code, told(result)).toBe(ABORTED);
    expectUntouched(root);
    expect((await migrate(root)).code).toBe(0);
    expect(differingPaths(after, readTree(root))).toEqual([]);
  });

  test('and the last step of either is before the journal: with a journal there, none is parsed', async () => {
    const root = fresh();
    const journal = 'require("fs").existsSync(process.env.STATE)';
    const guard = (hook: string) => preload(`${hook} abortIf = () => ${journal};`);
    for (const hook of Object.values(hooks)) {
      const result = await migrate(root, '--require', guard(hook));
      expect(result.code, told(result)).toBe(0);
      expect((await migrate(root, 'undo')).code).toBe(0);
    }
  });

  async function stepsOf(hook: string): Promise<number> {
    const file = join(testdir(), 'steps');
    const count = `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(file)}, String(steps)));`;
    const root = fresh();
    expect((await migrate(root, '--require', preload(`${hook} ${count}`))).code).toBe(0);
    return Number(readFileSync(file, 'utf8'));
  }
});

describe('memory', () => {
  test('that is used up while planning: nothing is changed; with a little more, all is', async () => {
    const codes = new Map<number, number>();
    for (let mebibytes = 4; mebibytes <= 32; mebibytes += 2) {
      const root = fresh(emptyFolder());
      const limits = [`--max-old-space-size=${mebibytes}`, '--max-semi-space-size=1'];
      const result = await migrate(root, ...limits);
      codes.set(result.code, (codes.get(result.code) ?? 0) + 1);
      if (result.code === 0) expect(differingPaths(after, readTree(root))).toEqual([]);
      else expectWholeAfterNextStart(root, result);
      rmSync(root, { recursive: true });
    }
    // Both ends were met: the smallest heaps abort, the largest do not.
    expect([...codes.keys()].sort((one, other) => one - other)).toEqual([0, ABORTED]);
  });

  test('of the stack: a tree too deep for it is answered, without a trace', async () => {
    const root = fresh();
    writeFileSync(join(root, 'deep.go'), `package main\n\nvar x = ${'('.repeat(900)}1${')'.repeat(900)}\n`);
    const result = await migrate(root, '--stack-size=150');
    expect([0, 3, 5], told(result)).toContain(result.code);
    expect(told(result)).not.toMatch(/^ {4}at /m);
    if (result.code !== 0) expect(existsSync(join(root, '.diag-codemod'))).toBe(false);
  });
});

function fresh(root = testdir()): string {
  cpSync(subject, root, { recursive: true });
  return root;
}

/** `words`: options of Node, or a command. */
function migrate(root: string, ...words: readonly string[]): Promise<CommandResult> {
  const options = words.filter((word) => word.startsWith('--') || word.endsWith('.cjs'));
  const command = words.filter((word) => !options.includes(word));
  return run(process.execPath, [...options, cli, ...command, root], {
    env: { NO_COLOR: '1', STATE: join(root, '.diag-codemod/journal') },
    timeout: 60_000,
  });
}

/** A script that runs before the program: `tick` is one step. */
function preload(hook: string): string {
  const file = join(testdir(), 'preload.cjs');
  const tick =
    'let steps = 0, abortAt = 0, abortIf = () => false; const tick = () => { if (++steps === abortAt || abortIf()) process.abort(); };';
  writeFileSync(file, `${tick} ${hook}`);
  return file;
}

function expectUntouched(root: string): void {
  expect(differingPaths(before, readTree(root))).toEqual([]);
  expect(existsSync(join(root, '.diag-codemod'))).toBe(false);
}

/** An abort can come while files are renamed, too: then the next start takes them back. */
function expectWholeAfterNextStart(root: string, result: CommandResult): void {
  expect(result.code, told(result)).toBe(ABORTED);
  recoverInterrupted(root);
  const tree = readTree(root);
  const whole = [before, after].some((state) => differingPaths(state, tree).length === 0);
  expect(whole, told(result)).toBe(true);
  expect(existsSync(join(root, '.diag-codemod/journal'))).toBe(false);
}
