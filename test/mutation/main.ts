import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../tools/command.ts';
import { copyOfProject, projectRoot } from '../tools/project-copy.ts';
import { chosenSeed, randomOf } from '../tools/random.ts';
import { pathsIn } from '../tools/tree.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { type Reach, reachOf, vitest } from './reach.ts';

/** The modules whose every branch is tested: here every branch must matter, too. */
const SUBJECTS = /^src\/(?:repository\/[\w-]+|reports\/(?:escape|inert-markdown|redact))(?<!\.test)\.ts$/;
const TESTS =
  /^(?:src\/repository\/[\w-]+|src\/reports\/(?:escape|markdown|redact)|test\/repository\/(?!sync-order|told)[\w-]+|test\/hostile\/(?:commit-to-branch|reftable))\.test\.ts$/;
/** A mutant that loops is killed by the clock. */
const TIMEOUT_MS = 180_000;

/** Puts small faults into copies of the project, one at a time, and tells which of them no test notices. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      files: { type: 'string', default: '' },
      sample: { type: 'string' },
      seed: { type: 'string' },
      workers: { type: 'string', default: '2' },
    },
  });
  const files = listed(SUBJECTS).filter((file) => file.includes(values.files));
  const all = mutantsOf(
    projectRoot,
    files.map((file) => join(projectRoot, file)),
  );
  const random = randomOf(Number(values.seed ?? chosenSeed()));
  const chosen = random.sample(all, Number(values.sample ?? all.length));
  console.log(`${chosen.length} of ${all.length} mutants of ${files.length} files, seed ${random.seed}`);
  return await judgeAll(chosen, Number(values.workers));
}

async function judgeAll(mutants: readonly Mutant[], workers: number): Promise<number> {
  const copies = Array.from({ length: workers }, copyOfProject);
  try {
    const reaches = await shared(copies, listed(TESTS), reachOf);
    const quickFirst = reaches.toSorted((one, other) => one.milliseconds - other.milliseconds);
    const survived = await shared(copies, mutants, (copy, mutant) => survives(copy, mutant, quickFirst));
    const survivors = mutants.filter((_, at) => survived[at]);
    const killed = mutants.length - survivors.length;
    console.log(`${killed} of ${mutants.length} killed, ${((100 * killed) / mutants.length).toFixed(1)} %`);
    for (const { file, line, what } of survivors) console.log(`SURVIVED  ${file}:${line}  ${what}`);
    return survivors.length === 0 ? 0 : 1;
  } finally {
    for (const copy of copies) rmSync(copy, { recursive: true, force: true });
  }
}

function listed(pattern: RegExp): readonly string[] {
  const folders = ['src/repository', 'src/reports', 'test/repository', 'test/hostile'];
  return folders
    .flatMap((folder) => pathsIn(join(projectRoot, folder)).map((path) => `${folder}/${path}`))
    .filter((path) => pattern.test(path));
}

/** Does the work of a list, one piece for each copy at a time; results in the order of the list. */
async function shared<Piece, Result>(
  copies: readonly string[],
  pieces: readonly Piece[],
  work: (copy: string, piece: Piece) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const left = [...pieces.entries()].reverse();
  const workOn = async (copy: string) => {
    for (let next = left.pop(); next; next = left.pop()) results[next[0]] = await work(copy, next[1]);
  };
  await Promise.all(copies.map(workOn));
  return results;
}

/** Runs the tests that reach the place, the quick ones first, until one fails. */
async function survives(copy: string, mutant: Mutant, reaches: readonly Reach[]): Promise<boolean> {
  const path = join(copy, mutant.file);
  const text = readFileSync(path, 'utf8');
  const tests = reaches.filter((reach) => reach.reaches(mutant.file, mutant.line));
  writeFileSync(path, text.slice(0, mutant.start) + mutant.replacement + text.slice(mutant.end));
  try {
    for (const { test } of tests) {
      const options = ['--coverage.enabled=false', '--bail=1', '--silent', '--reporter=dot'];
      const { code } = await run(process.execPath, [...vitest(test), ...options], {
        cwd: copy,
        timeout: TIMEOUT_MS,
      });
      if (code !== 0) return false;
    }
    console.log(`survived  ${mutant.file}:${mutant.line}  ${mutant.what}`);
    return true;
  } finally {
    writeFileSync(path, text);
  }
}
