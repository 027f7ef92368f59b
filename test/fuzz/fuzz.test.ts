import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../tools/command.ts';
import { chosenSeed, randomOf } from '../tools/random.ts';
import { toolsAreRequired } from '../tools/required.ts';
import { emptyFolder } from '../tools/tree.ts';
import type { Kind } from './mutators.ts';
import { readSubjects, type Trial, trialOf } from './trial.ts';

/** `npm run fuzz -- --runs N`. */
const runs = Number(process.env.DIAG_CODEMOD_RUNS ?? 2_000);
const random = randomOf(chosenSeed());

/** Of ten mutants. */
const KINDS: readonly Kind[] = [
  'go',
  'go',
  'go',
  'go',
  'yaml',
  'yaml',
  'yaml',
  'go.mod',
  'go.mod',
  'Makefile',
];

describe(`fuzzing, seed ${random.seed}`, () => {
  test(`${runs} mutants are refused, or edited into what the real tools take`, {
    timeout: 7_200_000,
  }, async () => {
    const subjects = await readSubjects();
    const trials: Trial[] = [];
    for (let at = 0; at < runs; at++) {
      trials.push(await trialOf(subjects, KINDS[at % KINDS.length] ?? 'go', random));
    }
    console.log(summaryOf(trials));
    const faults = trials.flatMap(({ fault, ...trial }) =>
      fault === undefined ? [] : [toldFault(trial, fault)],
    );
    expect([...faults, ...(await rejectedByGofmt(trials))].slice(0, 10)).toEqual([]);
    const edited = trials.filter(({ outcome }) => outcome === 'edited').length;
    expect(edited / trials.length).toBeGreaterThanOrEqual(0.2);
  });
});

function toldFault({ subject, path, mutant }: Omit<Trial, 'fault'>, fault: string): string {
  return `${subject} ${path}: ${fault.slice(0, 600)}\n${mutant}`;
}

/** How many of each kind had which outcome. */
function summaryOf(trials: readonly Trial[]): string {
  const lines = ['go', 'yaml', 'go.mod', 'Makefile'].map((kind) => {
    const own = trials.filter((trial) => trial.kind === kind);
    const counts = new Map<string, number>();
    for (const { outcome } of own) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    const sorted = [...counts].sort((one, other) => other[1] - one[1]).slice(0, 12);
    return `${kind}: ${own.length} mutants, ${sorted.map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`;
  });
  return lines.join('\n');
}

/** Outputs that the real gofmt rejects. The grammar takes a little more than Go: then the input was rejected already. */
async function rejectedByGofmt(trials: readonly Trial[]): Promise<readonly string[]> {
  const folder = emptyFolder();
  const outputs = trials.flatMap((trial) => trial.goFiles.map((file) => ({ trial, file })));
  const rejectedAfter = await rejected(
    folder,
    outputs.map(({ file }) => file.after ?? ''),
  );
  const suspects = outputs.filter((_, at) => rejectedAfter.has(at));
  const rejectedBefore = await rejected(
    folder,
    suspects.map(({ file }) => file.before ?? ''),
  );
  rmSync(folder, { recursive: true });
  console.log(
    `gofmt: ${outputs.length} outputs, ${rejectedAfter.size} rejected, of which ${rejectedBefore.size} were before`,
  );
  return suspects.flatMap(({ trial, file }, at) =>
    rejectedBefore.has(at) ? [] : [toldFault(trial, `gofmt rejects ${file.path}:\n${file.after}`)],
  );
}

async function rejected(folder: string, texts: readonly string[]): Promise<ReadonlySet<number>> {
  if (texts.length === 0) return new Set();
  const own = join(folder, 'files');
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own);
  for (const [at, text] of texts.entries()) writeFileSync(join(own, `${at}.go`), text);
  const result = await run('gofmt', ['-l', '-e', own]);
  if (result.code === 127 && toolsAreRequired) throw new Error('gofmt is missing');
  return new Set([...result.stderr.matchAll(/\/(\d+)\.go:\d+/g)].map(([, at]) => Number(at)));
}
