import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, run } from '../tools/command.ts';
import { copyOfProject } from '../tools/project-copy.ts';
import type { Guard } from './guard.ts';
import { guards } from './guards.ts';

/** Checks all guards, or those whose sentence holds the words. Exit code 1 when one of them guards nothing. */
export async function main(words: string): Promise<number> {
  const chosen = guards.filter(({ guard }) => guard.includes(words));
  const copy = copyOfProject();
  try {
    const faults: string[] = [];
    for (const guard of chosen) {
      const fault = await faultOf(guard, copy);
      console.log(fault === undefined ? `held      ${guard.guard}` : `NOT HELD  ${guard.guard}: ${fault}`);
      if (fault !== undefined) faults.push(fault);
    }
    console.log(`${chosen.length - faults.length} guards held, ${faults.length} not held`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Why a guard is none: it is gone, its test fails anyway, or its test does not notice. */
async function faultOf(guard: Guard, copy: string): Promise<string | undefined> {
  const file = join(copy, guard.file);
  const text = readFileSync(file, 'utf8');
  const places = text.split(guard.find).length - 1;
  if (places !== 1) return `its text stands ${places} times in ${guard.file}`;
  const intact = await testOf(guard, copy);
  if (intact !== 'passes') return `with it, the test ${intact}`;
  try {
    writeFileSync(
      file,
      text.replace(guard.find, () => guard.replace),
    );
    const without = await testOf(guard, copy);
    return without === 'fails' ? undefined : `without it, the test ${without}`;
  } finally {
    writeFileSync(file, text);
  }
}

/** Builds, as fixtures are tested on the bundle, and runs one test. */
async function testOf(guard: Guard, copy: string): Promise<string> {
  const built = await run('npm', ['run', '--silent', 'build'], { cwd: copy });
  if (built.code !== 0) return `cannot be built: ${describe(built)}`;
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  const pattern = guard.test.name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const vitest = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', guard.test.file, '-t', pattern];
  const tested = await run(process.execPath, [...vitest, '--reporter=json', `--outputFile=${report}`], {
    cwd: copy,
  });
  return verdictOf(report) ?? `does not run: ${describe(tested).slice(0, 2000)}`;
}

function verdictOf(report: string): string | undefined {
  try {
    const counts: { numFailedTests: number; numPassedTests: number } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    if (counts.numFailedTests > 0) return 'fails';
    return counts.numPassedTests > 0 ? 'passes' : 'is not there';
  } catch {
    return undefined;
  }
}
