import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../tools/command.ts';

/** Which statements a test file runs, and how long it takes. */
export interface Reach {
  readonly test: string;
  readonly milliseconds: number;
  reaches(file: string, line: number): boolean;
}

interface Place {
  readonly start: { readonly line: number };
  readonly end: { readonly line: number };
}

/** What the report of istanbul tells of one file. */
interface FileCoverage {
  readonly statementMap: Readonly<Record<string, Place>>;
  readonly s: Readonly<Record<string, number>>;
}

/** Runs one test file in a copy of the project and reads what it reached. Throws when it fails without any mutant. */
export async function reachOf(copy: string, test: string): Promise<Reach> {
  const start = performance.now();
  const folder = join(copy, 'coverage', test.replaceAll('/', '-'));
  const options = ['--coverage.reporter=json', `--coverage.reportsDirectory=${folder}`];
  const result = await run(process.execPath, [...vitest(test), ...options, ...NO_THRESHOLDS], { cwd: copy });
  const report = join(folder, 'coverage-final.json');
  if (result.code !== 0 || !existsSync(report)) throw new Error(`${test} fails as it is:\n${result.stdout}`);
  const covered: Readonly<Record<string, FileCoverage>> = JSON.parse(readFileSync(report, 'utf8'));
  return {
    test,
    milliseconds: performance.now() - start,
    reaches: (file, line) => runs(covered[join(copy, file)], line),
  };
}

/** The arguments that run a test file with the settings of the coverage. */
export function vitest(...tests: readonly string[]): readonly string[] {
  const program = join('node_modules', 'vitest', 'vitest.mjs');
  return [program, 'run', '--config', 'vitest.coverage.config.ts', ...tests];
}

const NO_THRESHOLDS = ['branches', 'functions', 'lines', 'statements'].map(
  (kind) => `--coverage.thresholds.${kind}=0`,
);

/** Whether the innermost statement at the line is run; what is no statement counts as run. */
function runs(coverage: FileCoverage | undefined, line: number): boolean {
  if (!coverage) return false;
  const around = Object.entries(coverage.statementMap)
    .filter(([, { start, end }]) => start.line <= line && line <= end.line)
    .map(([id, { start, end }]) => ({ count: coverage.s[id] ?? 0, lines: end.line - start.line }));
  if (around.length === 0) return true;
  const fewest = Math.min(...around.map(({ lines }) => lines));
  return around.some(({ lines, count }) => lines === fewest && count > 0);
}
