import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { provider } from '../setup/provider.ts';
import { writeTestFile } from '../setup/testdir.ts';
import { type CommandResult, run, describe as told } from '../tools/command.ts';
import { differingPaths, emptyFolder, readTree, type Tree } from '../tools/tree.ts';
import { type BadInput, badInputs } from './inputs.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** security.md, P8. A loaded machine takes its time: the processor's time counts. */
const MAX_SECONDS = 10;
const MAX_KIB = 1024 * 1024;

/** Tells, when the process ends, what it needed: `<seconds of processor time> <KiB>`. */
const meter =
  'process.on("exit", () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); require("fs").writeFileSync(process.env.METER, `${(userCPUTime + systemCPUTime) / 1e6} ${maxRSS}`); });';

/** No line of the file is to blame. */
const OF_A_WHOLE_FILE = new Set(['file-too-large', 'journal-broken', 'journal-foreign']);

const worst = { seconds: 0, kib: 0 };

afterAll(() => {
  console.log(
    `${badInputs.length} bad inputs, at worst ${worst.seconds.toFixed(1)} s and ${Math.round(worst.kib / 1024)} MiB`,
  );
});

test('there are 130 at least, each with a name of its own', () => {
  expect(new Set(badInputs.map(({ name }) => name)).size).toBe(badInputs.length);
  expect(badInputs.length).toBeGreaterThanOrEqual(130);
});

describe('a bad input is answered in plain words, and does no harm:', () => {
  test.each(badInputs)('$name', { timeout: 120_000 }, async (input) => {
    const folder = emptyFolder();
    try {
      const root = makeRepository(folder, input);
      const before = { root: treeOf(root), outside: treeOf(join(folder, 'outside')) };
      const result = await metered(folder, root);
      expectAnswer(input, result);
      const changed = differingPaths(before.root, treeOf(root));
      if (result.code !== 0) expect(changed).toEqual([]);
      if (input.answer === 'migrated') expect(changed.length).toBeGreaterThan(0);
      expect(differingPaths(before.outside, treeOf(join(folder, 'outside')))).toEqual([]);
      expect(existsSync(join(folder, 'executed'))).toBe(false);
      if (changed.length > 0) await expectSecondRunChangesNothing(folder, root);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function makeRepository(folder: string, { files = {}, prepare }: BadInput): string {
  const root = join(folder, 'repository');
  mkdirSync(join(folder, 'outside'));
  for (const [path, text] of Object.entries({ ...provider(), ...files })) {
    if (text !== undefined) writeTestFile(root, path, text);
  }
  writeFileSync(join(folder, 'meter.cjs'), meter);
  prepare?.(root);
  return root;
}

async function metered(folder: string, root: string): Promise<CommandResult> {
  const measured = join(folder, 'measured');
  rmSync(measured, { force: true });
  const result = await run(
    process.execPath,
    ['--require', join(folder, 'meter.cjs'), cli, root, '--format', 'json'],
    {
      env: { METER: measured, NO_COLOR: '1' },
      timeout: 60_000,
    },
  );
  const [seconds = 0, kib = 0] = readFileSync(measured, 'utf8').split(' ').map(Number);
  worst.seconds = Math.max(worst.seconds, seconds);
  worst.kib = Math.max(worst.kib, kib);
  expect(seconds).toBeLessThan(MAX_SECONDS);
  expect(kib).toBeLessThan(MAX_KIB);
  return result;
}

function expectAnswer({ answer }: BadInput, result: CommandResult): void {
  expect(told(result)).not.toMatch(/unexpected fault|internal-fault|plan-|^ {4}at /m);
  expect([0, 2, 3, 4, 6], told(result)).toContain(result.code);
  const report = JSON.parse(result.stdout);
  if (result.code !== 0) {
    expect(report.problem).toMatchObject({
      code: report.reason,
      reason: expect.any(String),
      hint: expect.any(String),
    });
    expect(report.problem.hint.length).toBeGreaterThan(10);
    expect(report.problem.file, told(result).slice(0, 600)).toMatch(/./);
    if (!OF_A_WHOLE_FILE.has(report.reason)) {
      expect([report.problem.line, report.problem.column]).toEqual([expect.any(Number), expect.any(Number)]);
    }
  }
  const got = result.code > 1 ? report.reason : report.status === 'migrated' ? 'migrated' : 'left';
  expect(answer.split(' or '), told(result).slice(0, 600)).toContain(got);
}

async function expectSecondRunChangesNothing(folder: string, root: string): Promise<void> {
  const before = treeOf(root);
  const again = await metered(folder, root);
  expect(again.code, told(again)).toBe(0);
  expect(differingPaths(before, treeOf(root))).toEqual([]);
}

/** Without names that cannot be opened, and files that nobody could compare. */
function treeOf(root: string): Tree {
  return readTree(
    root,
    (path) => !path.includes('\uFFFD') && statSync(join(root, path)).size < 64 * 1024 * 1024,
  );
}
