import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES, statusOf } from '../src/commands/outcome.ts';
import { allTopics } from '../src/commands/topics.ts';
import { STATUSES } from '../src/reports/report.ts';
import type { ProblemKind } from '../src/repository/problem.ts';
import { reasonsInCode } from './bots/reasons.ts';
import { projectRoot } from './bots/steps.ts';

interface Row {
  readonly reason: string;
  readonly statuses: readonly string[];
  readonly exitCodes: readonly string[];
  readonly meaning: string;
}

const rows: readonly Row[] = readFileSync(join(projectRoot, 'docs/reasons.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, reason = '', statuses = '', exitCodes = '', meaning = ''] =
      /^\| `([\w-]+)` \| ([\w, -]+) \| ([\d, ]+) \| (.*) \|$/.exec(line) ?? [];
    const row = { reason, statuses: statuses.split(', '), exitCodes: exitCodes.split(', '), meaning };
    return reason === '' ? [] : [row];
  });
const code = reasonsInCode();

describe('docs/reasons.md', () => {
  it('has every reason that the code can give: add a row for a new one', () => {
    const known = new Set(rows.map(({ reason }) => reason));
    expect([...code.keys()].filter((reason) => !known.has(reason))).toEqual([]);
    expect(code.size).toBeGreaterThan(100);
  });

  it('has no other, and each once', () => {
    // A library for flags that is not supported: the code puts its name in.
    const gone = rows.filter(({ reason }) => !code.has(reason) && !reason.startsWith('unsupported-flags-'));
    expect(gone.map(({ reason }) => reason)).toEqual([]);
    expect(new Set(rows.map(({ reason }) => reason)).size).toBe(rows.length);
  });

  it('has the exit code and the status of each kind of problem', () => {
    const wrong = rows.filter(({ reason, exitCodes, statuses }) =>
      [...(code.get(reason)?.kinds ?? [])].some((kind) => {
        const known = kind as ProblemKind;
        return !exitCodes.includes(String(EXIT_CODES[known])) || !statuses.includes(statusOf(known));
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('has statuses that exist', () => {
    const statuses = rows.flatMap((row) => row.statuses);
    expect(statuses.filter((status) => !STATUSES.some((known) => known === status))).toEqual([]);
    expect(rows.filter(({ meaning }) => meaning === '')).toEqual([]);
  });

  it('calls a problem what its page calls it', () => {
    const titles = new Map(allTopics().map(({ id, title }) => [id, title]));
    const others = rows.filter(
      ({ reason, meaning, exitCodes }) =>
        !exitCodes.includes('0') &&
        titles.has(reason) &&
        !/fault|signal|busy/i.test(meaning + reason) &&
        titles.get(reason) !== meaning,
    );
    expect(others).toEqual([]);
  });
});
