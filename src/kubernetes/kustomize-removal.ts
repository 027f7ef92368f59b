import type { Kustomization } from './kustomize.ts';
import type { KustomizeEntry } from './kustomize-entry.ts';

/** A stretch of text that goes, in UTF-16 units. */
export interface Removal {
  readonly start: number;
  readonly end: number;
}

/** A comment that explains the kube-rbac-proxy sidecar: false once the entries for it are gone, however many stay. */
export const SPEAKS_OF_PROXY = /auth[ _-]?proxy|kube-rbac-proxy|metrics endpoint by putting it behind auth/i;

/** A commented-out entry: `#- x.yaml`, `# - path: x.yaml`. */
const COMMENTED_ENTRY = /^\s*#+\s*-\s/;

/**
 * The text to delete so that these entries of one kustomization are gone, with the comments that speak of them.
 *
 * A comment block directly above an entry speaks of the entries from there to the next comment or blank line. It goes
 * when all of them go, or when it explains the kube-rbac-proxy and one of them goes; commented-out entries stay. A
 * list that loses all its items loses its key, because `resources:` alone is not a list. Ranges are in order, never overlap.
 */
export function removeEntries(
  kustomization: Kustomization,
  entries: readonly KustomizeEntry[],
): readonly Removal[] {
  const { text } = kustomization;
  const lists = new Map<string, KustomizeEntry[]>();
  for (const entry of entries) lists.set(entry.field, [...(lists.get(entry.field) ?? []), entry]);
  const ranges = [...lists.values()].flatMap((gone) => rangesOfList(kustomization, gone));
  return merge(text, ranges);
}

/** The comments above an entry that explain the kube-rbac-proxy, for an entry that stays though the sidecar goes. */
export function removeExplanation(kustomization: Kustomization, entry: KustomizeEntry): readonly Removal[] {
  const { text } = kustomization;
  return merge(text, explanation(text, groupOf(kustomization, entry)[0]?.lineStart ?? entry.lineStart));
}

function rangesOfList(kustomization: Kustomization, gone: readonly KustomizeEntry[]): Removal[] {
  const { text } = kustomization;
  const [first] = gone;
  if (!first) return [];
  if (first.flow)
    return gone.length === first.siblings
      ? [wholeKey(text, first)]
      : gone.map((it) => flowItem(kustomization, it, gone));
  const rows = gone.map((entry) => ({ start: entry.lineStart, end: entry.lineEnd }));
  const comments = gone.flatMap((entry) => commentsAbove(kustomization, entry, gone));
  if (gone.length < first.siblings) return [...rows, ...comments];
  const key = keyLine(text, first);
  return [...explanation(text, key.start), key, ...rows, ...comments];
}

/** The comment directly above an offset, if it explains the kube-rbac-proxy; commented-out entries are none of it. */
function explanation(text: string, below: number): readonly Removal[] {
  const block = commentBlock(text, below);
  const lines = block.filter((line) => !COMMENTED_ENTRY.test(text.slice(line.start, line.end)));
  return SPEAKS_OF_PROXY.test(lines.map((line) => text.slice(line.start, line.end)).join('')) ? lines : [];
}

/** The line `resources:` above the first item; the comment lines between it and the item are left to their own rule. */
function keyLine(text: string, entry: KustomizeEntry): Removal {
  const keys = [...text.slice(0, entry.start).matchAll(new RegExp(`^["']?${entry.field}["']?\\s*:`, 'gm'))];
  const start = keys.at(-1)?.index ?? entry.lineStart;
  return { start, end: lineEndAt(text, start) };
}

function wholeKey(text: string, entry: KustomizeEntry): Removal {
  const line = keyLine(text, entry);
  return { start: line.start, end: lineEndAt(text, text.indexOf(']', entry.end)) };
}

/** `[a, b, c]` without b: the item with the comma behind it; with the comma before it when nothing is kept behind. */
function flowItem(
  kustomization: Kustomization,
  entry: KustomizeEntry,
  gone: readonly KustomizeEntry[],
): Removal {
  const { text, entries } = kustomization;
  const keptBehind = entries.some(
    (it) => it.field === entry.field && it.index > entry.index && !gone.includes(it),
  );
  const behind = /^\s*,\s*/.exec(text.slice(entry.end))?.[0].length ?? 0;
  const before = /,\s*$/.exec(text.slice(0, entry.start))?.[0].length ?? 0;
  return keptBehind
    ? { start: entry.start, end: entry.end + behind }
    : { start: entry.start - before, end: entry.end };
}

function commentsAbove(
  kustomization: Kustomization,
  entry: KustomizeEntry,
  gone: readonly KustomizeEntry[],
): Removal[] {
  const { text } = kustomization;
  const group = groupOf(kustomization, entry);
  const block = commentBlock(text, group[0]?.lineStart ?? entry.lineStart);
  const speaks = SPEAKS_OF_PROXY.test(block.map((line) => text.slice(line.start, line.end)).join(''));
  if (!speaks && !group.every((it) => gone.includes(it))) return [];
  return block.filter((line) => !COMMENTED_ENTRY.test(text.slice(line.start, line.end)));
}

/** The entries that stand line by line together with this one, from the last comment or blank line on. */
function groupOf(kustomization: Kustomization, entry: KustomizeEntry): readonly KustomizeEntry[] {
  const list = kustomization.entries.filter((it) => it.field === entry.field && !it.flow);
  const at = list.indexOf(entry);
  let from = at;
  let to = at;
  while (list[from - 1]?.lineEnd === list[from]?.lineStart) from--;
  while (list[to + 1] && list[to + 1]?.lineStart === list[to]?.lineEnd) to++;
  return list.slice(Math.max(0, from), to + 1);
}

/** The comment lines directly above an offset, top down. */
function commentBlock(text: string, below: number): Removal[] {
  const lines: Removal[] = [];
  let end = below;
  while (end > 0) {
    const start = text.lastIndexOf('\n', end - 2) + 1;
    if (!/^[ \t]*#/.test(text.slice(start, end))) break;
    lines.unshift({ start, end });
    end = start;
  }
  return lines;
}

/** Sorts, joins what touches, and tidies what would be left around each removal. */
function merge(text: string, ranges: readonly Removal[]): readonly Removal[] {
  const merged: { start: number; end: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else merged.push({ ...range });
  }
  return merged.map((range) => withoutOpenEnd(text, withoutDoubleBlank(text, range)));
}

/** Of the blank lines around a removal one stays. Between two blank lines, or between a blank line and the end, one blank line goes too. */
export function withoutDoubleBlank(text: string, range: Removal): Removal {
  const blankAbove = range.start === 0 ? '' : /(?<=\n)[ \t]*\r?\n$/.exec(text.slice(0, range.start))?.[0];
  if (blankAbove === undefined) return range;
  if (range.end === text.length) return { start: range.start - blankAbove.length, end: range.end };
  const blankBelow = /^[ \t]*\r?\n/.exec(text.slice(range.end));
  return blankBelow ? { start: range.start, end: range.end + blankBelow[0].length } : range;
}

/** The last line had no line ending: the line before it has none now either, as the author left the file. */
function withoutOpenEnd(text: string, range: Removal): Removal {
  if (range.end !== text.length || text.endsWith('\n') || text[range.start - 1] !== '\n') return range;
  return { start: range.start - (text[range.start - 2] === '\r' ? 2 : 1), end: range.end };
}

function lineEndAt(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline + 1;
}
