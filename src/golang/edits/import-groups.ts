import type { GoFile } from '../syntax.ts';
import { groupFor, isStandard, named } from './import-affinity.ts';
import { bestSlot, slotsOf } from './import-slots.ts';
import type { ImportSpec } from './import-specs.ts';
import { leadingComments } from './leading-comment.ts';
import { indented, lineEnd, lineStart, nextLine } from './lines.ts';
import { groupsOpenTo, holdsOwnAlone } from './own-imports.ts';
import type { TextEdit } from './text-edit.ts';

/** As in `imports.ts`; here to keep the imports one-way. */
interface Wanted {
  readonly path: string;
  readonly alias?: string;
}

/** Adds imports to parenthesized declarations: each where its neighbours are, those without any in a group of their own. */
export function addToGroup(
  file: GoFile,
  specs: readonly ImportSpec[],
  stay: readonly ImportSpec[],
  add: readonly Wanted[],
  { eol, own }: { readonly eol: string; readonly own: string | undefined },
): TextEdit[] {
  const groups = groupsOf(
    file,
    specs.filter((spec) => spec.path !== 'C'),
    stay,
  );
  const sorted = byPath(add);
  const homeOf = (wanted: Wanted) => groupFor(groupsOpenTo(groups, wanted.path, own), wanted);
  const homeless = sorted.filter((wanted) => homeOf(wanted) === undefined);
  const placed = sorted.filter((wanted) => !homeless.includes(wanted));
  const others = homeless.filter((wanted) => !isStandard(wanted));
  // At one offset the order of the edits is the order of the lines.
  return [
    ...firstGroup(file, specs, groups, homeless.filter(isStandard), eol),
    ...placed.map((wanted) => {
      const slot = bestSlot(slotsOf(file, specs, homeOf(wanted) ?? []), wanted.path);
      return insertAt(slot?.offset ?? endOf(file, specs), wanted, eol);
    }),
    ...newGroup(file, specs, groups, others, {
      eol,
      own,
      blankLine: groups.length > 0 || others.length < homeless.length,
    }),
  ];
}

/** `import "x"` becomes a group; the new imports stand in groups of their own kind. */
export function asGroup(file: GoFile, single: ImportSpec, add: readonly Wanted[], eol: string): TextEdit[] {
  const start = single.node.startIndex;
  const end = lineEnd(file.text, single.node.endIndex);
  const old = { path: single.path, line: file.text.slice(start, end) };
  const all = byPath([old, ...add]);
  const lines = [all.filter(isStandard), all.filter((item) => !isStandard(item))]
    .filter((group) => group.length > 0)
    .map((group) => group.map((item) => `\t${'line' in item ? item.line : lineOf(item)}`).join(eol));
  return [{ start, end, replacement: `(${eol}${lines.join(eol + eol)}${eol})` }];
}

/** A file without imports: the declaration goes below the package clause. */
export function newDeclaration(file: GoFile, add: readonly Wanted[], eol: string): TextEdit[] {
  const clause = file.root.namedChildren.find((node) => node.type === 'package_clause');
  const at = lineEnd(file.text, clause?.endIndex ?? 0);
  const only = add.length === 1 ? add[0] : undefined;
  const groups = [byPath(add.filter(isStandard)), byPath(add.filter((item) => !isStandard(item)))].filter(
    (group) => group.length > 0,
  );
  const body = groups.map((group) => indented(group.map(lineOf).join('\n'), '\t', eol)).join(eol + eol);
  const text = only ? `import ${lineOf(only)}` : `import (${eol}${body}${eol})`;
  return [{ start: at, end: at, replacement: eol + eol + text }];
}

function byPath<T extends { readonly path: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => compare(a.path, b.path));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function lineOf({ alias, path }: Wanted): string {
  return alias ? `${alias} "${path}"` : `"${path}"`;
}

function insertAt(offset: number, wanted: Wanted, eol: string): TextEdit {
  return { start: offset, end: offset, replacement: `\t${lineOf(wanted)}${eol}` };
}

/** Runs of imports without a blank line between them, of those that stay. */
function groupsOf(file: GoFile, specs: readonly ImportSpec[], stay: readonly ImportSpec[]): ImportSpec[][] {
  const groups: ImportSpec[][] = [];
  let previous: ImportSpec | undefined;
  for (const spec of specs) {
    const between = previous ? file.text.slice(previous.node.endIndex, spec.node.startIndex) : '';
    const sameDeclaration = previous?.declaration.id === spec.declaration.id;
    if (!previous || !sameDeclaration || /\n[\t ]*\r?\n/.test(between)) groups.push([]);
    if (stay.includes(spec)) groups.at(-1)?.push(spec);
    previous = spec;
  }
  return groups.filter((group) => group.length > 0);
}

/** The standard library stands first, with a blank line behind. */
function firstGroup(
  file: GoFile,
  specs: readonly ImportSpec[],
  groups: readonly ImportSpec[][],
  items: readonly Wanted[],
  eol: string,
): TextEdit[] {
  if (items.length === 0) return [];
  const top = groups[0] && topOf(file, groups[0]);
  const at = top ?? endOf(file, specs);
  return [{ start: at, end: at, replacement: linesFor(items, eol) + (top === undefined ? '' : eol) }];
}

/** Everything else stands behind the last group, or before it where that is the repository's own, parted by a blank line. */
function newGroup(
  file: GoFile,
  specs: readonly ImportSpec[],
  groups: readonly ImportSpec[][],
  items: readonly Wanted[],
  {
    eol,
    own,
    blankLine,
  }: { readonly eol: string; readonly own: string | undefined; readonly blankLine: boolean },
): TextEdit[] {
  if (items.length === 0) return [];
  const last = groups.filter((group) => named(group).length > 0).at(-1);
  const isOwn = last !== undefined && holdsOwnAlone(last, own);
  const top = isOwn ? topOf(file, last) : undefined;
  if (top !== undefined) return [{ start: top, end: top, replacement: linesFor(items, eol) + eol }];
  const final = last?.at(-1);
  const at = final ? nextLine(file.text, final.node.endIndex) : endOf(file, specs);
  return [{ start: at, end: at, replacement: (blankLine ? eol : '') + linesFor(items, eol) }];
}

/** Start of the line where a group begins, with the comments that head it. */
function topOf(file: GoFile, [first]: readonly ImportSpec[]): number | undefined {
  return first && lineStart(file.text, (leadingComments(file.text, first.node)[0] ?? first.node).startIndex);
}

function linesFor(items: readonly Wanted[], eol: string): string {
  return indented(items.map(lineOf).join('\n'), '\t', eol) + eol;
}

/** Below the last import, removed or not. */
function endOf(file: GoFile, specs: readonly ImportSpec[]): number {
  return nextLine(file.text, specs.at(-1)?.node.endIndex ?? 0);
}
