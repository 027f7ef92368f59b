import { createHash } from 'node:crypto';
import type { Problem } from '../repository/problem.ts';
import type { Repository } from '../repository/repository.ts';
import type { Finding } from './finding.ts';

/** Adds what other formats need of a place: the column in UTF-16 units, and a fingerprint that survives moved lines. */
export function placeFindings(repository: Repository, findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const text = lineOf(repository, finding);
    const key = [finding.rule, finding.path, text?.trim() ?? ''].join('\0');
    const occurrence = (seen.get(key) ?? 0) + 1;
    seen.set(key, occurrence);
    const placed = text === undefined ? {} : { columnUtf16: utf16Column(text, finding.column) };
    return withFingerprint({ ...finding, ...placed }, () => `${hashOf(key)}:${occurrence}`);
  });
}

/** The same for problems: SARIF and GitHub count their columns in UTF-16 units. */
export function placeProblems(repository: Repository, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => {
    const { file, line, column } = problem;
    if (file === undefined || line === undefined || column === undefined) return problem;
    const text = lineOf(repository, { path: file, line });
    const columnUtf16 = text === undefined ? column : utf16Column(text, column);
    // Most lines are plain: bytes and units are the same there.
    return columnUtf16 === column ? problem : { ...problem, columnUtf16 };
  });
}

/** @param column in bytes, from 1. */
function utf16Column(line: string, column: number): number {
  return (
    Buffer.from(line)
      .subarray(0, column - 1)
      .toString().length + 1
  );
}

function lineOf(repository: Repository, { path, line }: Pick<Finding, 'path' | 'line'>): string | undefined {
  return repository.tryRead(path)?.text.split('\n')[line - 1];
}

/** Found out when it is asked for: a report for people shows none. */
function withFingerprint(finding: Finding, fingerprint: () => string): Finding {
  return Object.defineProperty(finding, 'fingerprint', {
    enumerable: true,
    configurable: true,
    get: fingerprint,
  });
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}
