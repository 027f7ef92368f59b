/** A cell that ends with a tab: text, then padding. Widths are in runes, as in Go's text/tabwriter. */
export interface Cell {
  readonly width: number;
  /** Ended by a plain tab: the column stays although it is empty. */
  readonly hard: boolean;
}

/** A column of consecutive lines, as text/tabwriter forms them. */
export interface Column {
  readonly index: number;
  readonly firstLine: number;
  /** The first line that is not part of it. */
  readonly endLine: number;
  readonly width: number;
}

/**
 * text/tabwriter's `format` for the lines of one section, each given as its tab-terminated cells (minwidth 0, padding 1,
 * DiscardEmptyColumns, as go/format configures it).
 */
export function formColumns(lines: readonly (readonly Cell[])[]): Column[] {
  const columns: Column[] = [];
  formFrom(lines, 0, 0, lines.length, columns);
  return columns;
}

function formFrom(
  lines: readonly (readonly Cell[])[],
  index: number,
  from: number,
  to: number,
  columns: Column[],
): void {
  for (let line = from; line < to; line++) {
    if (!lines[line]?.[index]) continue;
    const column = columnAt(lines, index, line, to);
    columns.push(column);
    formFrom(lines, index + 1, line, column.endLine, columns);
    line = column.endLine;
  }
}

function columnAt(lines: readonly (readonly Cell[])[], index: number, from: number, to: number): Column {
  let width = 0;
  let discard = true;
  let line = from;
  for (; line < to; line++) {
    const cell = lines[line]?.[index];
    if (!cell) break;
    width = Math.max(width, cell.width + 1);
    if (cell.width > 0 || cell.hard) discard = false;
  }
  return { index, firstLine: from, endLine: line, width: discard ? 0 : width };
}
