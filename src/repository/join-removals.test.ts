import { describe, expect, it } from 'vitest';
import { type Change, edit } from './change.ts';
import { applyEdits } from './edits.ts';
import { joinRemovals } from './join-removals.ts';

const file = { path: 'a.yaml', text: '0123456789', mode: 0o644 };
const WHY = { step: 's', reason: 'r' };
const cut = (start: number, end: number, of = file) => edit(of, { start, end }, '', WHY);

function textAfter(...changes: readonly Change[]): string {
  return applyEdits(
    file,
    joinRemovals(changes).filter((it) => it.kind === 'edit'),
  );
}

describe('joinRemovals', () => {
  it.each([
    [[cut(2, 5), cut(4, 8)], '0189'],
    [[cut(4, 8), cut(2, 5)], '0189'],
    [[cut(2, 8), cut(3, 4)], '0189'],
    [[cut(1, 3), cut(2, 5), cut(4, 6)], '06789'],
    [[cut(1, 3), cut(3, 5)], '056789'],
    [[cut(1, 2), cut(7, 8)], '02345689'],
  ])('%#', (changes, expected) => {
    expect(textAfter(...changes)).toBe(expected);
  });

  it('files are told apart, and other edits stay', () => {
    const other = { ...file, path: 'b.yaml' };
    const insertion = edit(file, { start: 9, end: 9 }, 'x', WHY);
    expect(joinRemovals([cut(2, 5), cut(4, 8, other), insertion])).toHaveLength(3);
    expect(textAfter(cut(2, 5), insertion)).toBe('015678x9');
  });

  it('nothing happens inside of a file that goes', () => {
    const deletion: Change = { kind: 'delete', path: 'a.yaml', expected: file.text, ...WHY };
    expect(joinRemovals([cut(2, 5), deletion])).toEqual([deletion]);
  });
});
