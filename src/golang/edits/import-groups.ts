import type { GoFile } from '../syntax.ts';
import type { ImportSpec } from './import-specs.ts';
import { leadingComments } from './leading-comment.ts';
import { indented, lineEnd, lineStart, nextLine } from './lines.ts';
import type { TextEdit } from './text-edit.ts';

/** As in `imports.ts`; here to keep the imports one-way. */
interface Wanted {
  readonly path: string;
  readonly alias?: string;
}

/** A place between two lines of an import group. */
interface Slot {
  readonly offset: number;
  /** Neighbours on adjoining lines: gofmt sorts a run of such lines by path. */
  readonly above: ImportSpec | undefined;
  readonly below: ImportSpec | undefined;
  /** The specs of the group: what stands between two blank lines. */
  readonly group: readonly ImportSpec[];
}

/** Adds imports to parenthesized declarations: each where its neighbours are, those without any in a group of their own. */
export function addToGroup(
  file: GoFile,
  specs: readonly ImportSpec[],
  stay: readonly ImportSpec[],
  add: readonly Wanted[],
  eol: string,
): TextEdit[] {
  const groups = groupsOf(
    file,
    specs.filter((spec) => spec.path !== 'C'),
    stay,
  );
  const slots = groups.flatMap((group) => slotsOf(file, specs, group));
  const sorted = byPath(add);
  const homeless = sorted.filter((wanted) => groupFor(groups, wanted) === undefined);
  const placed = sorted.filter((wanted) => !homeless.includes(wanted));
  const others = homeless.filter((wanted) => !isStandard(wanted));
  // At one offset the order of the edits is the order of the lines.
  return [
    ...firstGroup(file, specs, groups, homeless.filter(isStandard), eol),
    ...placed.map((wanted) => {
      const slot = bestSlot(slots, wanted, groupFor(groups, wanted) ?? []);
      return insertAt(slot?.offset ?? endOf(file, specs), wanted, eol);
    }),
    ...lastGroup(file, specs, groups, others, eol, groups.length > 0 || others.length < homeless.length),
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

/** The group whose imports share the most path elements; imports of no common domain go where the most third-party ones are. */
function groupFor(groups: readonly ImportSpec[][], wanted: Wanted): ImportSpec[] | undefined {
  const eligible = groups.filter((group) =>
    group.some((spec) => spec.alias !== '_' && isStandard(spec) === isStandard(wanted)),
  );
  const score = (group: readonly ImportSpec[]) => {
    const shared = group.filter((spec) => spec.alias !== '_').map((spec) => affinity(spec.path, wanted.path));
    const best = Math.max(...shared);
    return best * 10_000 + shared.filter((count) => count === best).length;
  };
  return eligible.reduce<ImportSpec[] | undefined>(
    (best, group) => (best && score(best) >= score(group) ? best : group),
    undefined,
  );
}

/** Number of leading path elements that two paths share. */
function affinity(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  let count = 0;
  while (count < left.length && left[count] === right[count]) count++;
  return count;
}

/** The standard library's first path element has no dot. */
function isStandard({ path }: { readonly path: string }): boolean {
  return !path.split('/')[0]?.includes('.');
}

function slotsOf(file: GoFile, specs: readonly ImportSpec[], group: ImportSpec[]): Slot[] {
  const first = group[0];
  if (!first) return [];
  const top = leadingComments(file.text, first.node)[0] ?? first.node;
  const topSlot: Slot = {
    offset: lineStart(file.text, top.startIndex),
    above: undefined,
    below: top === first.node ? first : undefined,
    group,
  };
  const belowEach = group.map((spec, index): Slot => {
    const next = group[index + 1];
    const adjoining = next && onlyImportsBetween(file, specs, spec, next);
    return {
      offset: nextLine(file.text, spec.node.endIndex),
      above: spec,
      below: adjoining ? next : undefined,
      group,
    };
  });
  return top === first.node ? [topSlot, ...belowEach] : [...belowEach, topSlot];
}

/** No comment stands between: gofmt sorts them together (imports that go do not count). */
function onlyImportsBetween(
  file: GoFile,
  specs: readonly ImportSpec[],
  a: ImportSpec,
  b: ImportSpec,
): boolean {
  const rows = b.node.startPosition.row - a.node.startPosition.row - 1;
  const between = specs.filter(
    (s) => s.node.startIndex > a.node.startIndex && s.node.startIndex < b.node.startIndex,
  );
  return rows === between.length && file.text.length > 0;
}

/** The slot where the run stays sorted; beside the nearest relatives when several fit. */
function bestSlot(slots: readonly Slot[], wanted: Wanted, group: readonly ImportSpec[]): Slot | undefined {
  const mine = slots.filter((slot) => slot.group === group);
  const sorted = mine.filter(
    (slot) =>
      (!slot.above || compare(slot.above.path, wanted.path) <= 0) &&
      (!slot.below || compare(wanted.path, slot.below.path) < 0),
  );
  const score = (slot: Slot) => Math.max(relative(slot.above, wanted), relative(slot.below, wanted));
  const fitting = sorted.length > 0 ? sorted : mine.slice(-1);
  return fitting.reduce<Slot | undefined>(
    (best, slot) => (best && score(best) >= score(slot) ? best : slot),
    undefined,
  );
}

function relative(spec: ImportSpec | undefined, wanted: Wanted): number {
  return spec ? affinity(spec.path, wanted.path) : -1;
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
  const first = groups[0]?.[0];
  const top =
    first && lineStart(file.text, (leadingComments(file.text, first.node)[0] ?? first.node).startIndex);
  const at = top ?? endOf(file, specs);
  return [{ start: at, end: at, replacement: linesFor(items, eol) + (top === undefined ? '' : eol) }];
}

/** Everything else stands behind the last group, with a blank line before. */
function lastGroup(
  file: GoFile,
  specs: readonly ImportSpec[],
  groups: readonly ImportSpec[][],
  items: readonly Wanted[],
  eol: string,
  blankLine: boolean,
): TextEdit[] {
  if (items.length === 0) return [];
  const at = lastGroupEnd(file, groups) ?? endOf(file, specs);
  return [{ start: at, end: at, replacement: (blankLine ? eol : '') + linesFor(items, eol) }];
}

function linesFor(items: readonly Wanted[], eol: string): string {
  return indented(items.map(lineOf).join('\n'), '\t', eol) + eol;
}

function lastGroupEnd(file: GoFile, groups: readonly ImportSpec[][]): number | undefined {
  const last = groups
    .filter((group) => group.some((spec) => spec.alias !== '_'))
    .at(-1)
    ?.at(-1);
  return last && nextLine(file.text, last.node.endIndex);
}

/** Below the last import, removed or not. */
function endOf(file: GoFile, specs: readonly ImportSpec[]): number {
  return nextLine(file.text, specs.at(-1)?.node.endIndex ?? 0);
}
