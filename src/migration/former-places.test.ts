import { describe, expect, it } from 'vitest';
import { edit } from '../repository/change.ts';
import { buildChangeSet } from '../repository/change-set.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { ProblemError, refusal } from '../repository/problem.ts';
import { placesBefore, refusedBefore } from './former-places.ts';

const before = Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join('');
const repository = memoryRepository({ 'a.yaml': before });
const why = { step: 's', reason: 'r' };
const at = (line: number) => before.indexOf(`line ${line}\n`);
/** Lines 3 and 4 go; two new ones stand behind line 20. */
const removal = buildChangeSet(repository, [
  edit({ path: 'a.yaml', text: before }, { start: at(3), end: at(5) }, '', why),
  edit({ path: 'a.yaml', text: before }, { start: at(21), end: at(21) }, 'new\nnew\n', why),
]);

function lineOf(line: number, path = 'a.yaml'): number | undefined {
  const finding = { rule: 'r', level: 'note', path, line, column: 1, message: 'm' } as const;
  return placesBefore(removal, [finding])[0]?.line;
}

describe('placesBefore', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 5],
    [18, 20],
    [19, 20],
    [20, 20],
    [21, 21],
    [28, 28],
  ])('line %i was line %i', (line, expected) => {
    expect(lineOf(line)).toBe(expected);
  });

  it('knows nothing of other files', () => {
    expect(lineOf(18, 'b.yaml')).toBe(18);
  });
});

describe('refusedBefore', () => {
  const problem = { code: 'c', reason: 'r', hint: 'h', file: 'a.yaml', line: 18, column: 2 };

  it('moves the line of a refusal', () => {
    let line = 0;
    try {
      refusedBefore(removal, () => {
        throw refusal(problem);
      });
    } catch (error) {
      line = error instanceof ProblemError ? (error.problem.line ?? 0) : 0;
    }
    expect(line).toBe(20);
  });

  it('hands results and other errors on', () => {
    expect(refusedBefore(removal, () => 7)).toBe(7);
    const fail = () => {
      throw new TypeError('x');
    };
    expect(() => refusedBefore(removal, fail)).toThrow(TypeError);
  });
});
