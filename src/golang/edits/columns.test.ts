import { describe, expect, it } from 'vitest';
import { type Cell, formColumns } from './columns.ts';

/** Lines given as the widths of their tab-terminated cells. */
function widthsOf(...lines: readonly (readonly number[])[]): string[] {
  const cells = lines.map((line) => line.map((width): Cell => ({ width, hard: false })));
  return formColumns(cells).map(
    ({ index, firstLine, endLine, width }) => `${index}: ${firstLine}-${endLine} = ${width}`,
  );
}

describe('formColumns', () => {
  it('makes a column as wide as its widest cell and a blank', () => {
    expect(widthsOf([3], [7], [1])).toEqual(['0: 0-3 = 8']);
  });

  it('ends a column at a line without such a cell', () => {
    expect(widthsOf([3], [], [7])).toEqual(['0: 0-1 = 4', '0: 2-3 = 8']);
  });

  it('forms columns within the lines of the column to their left', () => {
    expect(widthsOf([1, 5], [1, 9], [1], [1, 2])).toEqual(['0: 0-4 = 2', '1: 0-2 = 10', '1: 3-4 = 3']);
  });

  it('discards a column of empty soft cells', () => {
    expect(widthsOf([2, 0, 3], [4, 0, 1])).toEqual(['0: 0-2 = 5', '1: 0-2 = 0', '2: 0-2 = 4']);
  });

  it('keeps a column of empty hard cells', () => {
    expect(formColumns([[{ width: 0, hard: true }]])).toEqual([
      { index: 0, firstLine: 0, endLine: 1, width: 1 },
    ]);
  });

  it('has nothing to do without cells', () => {
    expect(widthsOf([], [])).toEqual([]);
    expect(widthsOf()).toEqual([]);
  });
});
