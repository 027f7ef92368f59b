import { posix } from 'node:path';
import type { Chart } from '../../kubernetes/chart.ts';
import type { ValuePath } from '../../kubernetes/chart-values.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import type { SourceFile } from '../../repository/source-file.ts';
import { type NewDefault, STEP } from './part.ts';
import { isBelow } from './unused-values.ts';

/**
 * The table of values in a chart's README: rows of keys that are gone go, the default of a changed key follows.
 * Its first column names the key, as helm-docs and most people write it.
 */
export function planTables(
  repository: Repository,
  chart: Chart,
  gone: readonly ValuePath[],
  defaults: readonly NewDefault[],
): readonly Change[] {
  const file = repository.tryRead(posix.join(chart.directory, 'README.md'));
  if (!file) return [];
  return [...file.text.matchAll(/^\|\s*`?([A-Za-z_][\w.]*)`?\s*\|.*(?:\r?\n|$)/gm)].flatMap((row) => {
    const path = (row[1] ?? '').split('.');
    const start = row.index;
    const end = start + row[0].length;
    if (gone.some((it) => isBelow(path, it))) {
      return [edit(file, { start, end }, '', { step: STEP, reason: 'the chart no longer has this value' })];
    }
    const changed = defaults.find((it) => it.path.join('.') === row[1]);
    return changed ? replaceDefault(file, row[0], start, changed) : [];
  });
}

/** The last cell but one, or the last, that shows the old default. */
function replaceDefault(
  file: SourceFile,
  row: string,
  start: number,
  { before, after }: NewDefault,
): Change[] {
  const cells = [...row.matchAll(/(?<=\|)[^|\n]*(?=\|)/g)].slice(1);
  const cell = cells.findLast((it) => bare(it[0]) === bare(before));
  const at = cell ? start + cell.index + cell[0].indexOf(bare(before)) : -1;
  if (!cell || at < start) return [];
  const why = { step: STEP, reason: 'the default of this value is another one now' };
  return [edit(file, { start: at, end: at + bare(before).length }, bare(after), why)];
}

function bare(text: string): string {
  return text
    .trim()
    .replace(/^`|`$/g, '')
    .replace(/^["']|["']$/g, '');
}
