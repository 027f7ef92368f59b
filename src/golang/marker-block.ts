import { lineEndingOf, type SourceFile } from '../repository/source-file.ts';
import { type CommentGroup, commentGroups } from './marker-groups.ts';
import { outline, type Span } from './marker-scan.ts';
import type { RbacMarker } from './markers.ts';

/** A piece of text that replaces `start..end` of a file, in UTF-16 units. */
export interface MarkerEdit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** How a file spells its markers: `// +kubebuilder:…` or `//+kubebuilder:…`. */
export type MarkerPrefix = '// +' | '//+';

const HEADING = '// Add RBAC for the authorized diagnostics endpoint.';

/**
 * Adds markers to the file that declares `func main`, where controller-gen sees them: in a block of their own above
 * the doc comment of main, with a blank line behind it (facts D1). A marker that is there already gets the others below
 * it.
 *
 * @param markers without their slashes, e.g. `+kubebuilder:rbac:groups=…`.
 * @param beside an effective marker of the same purpose in the same file.
 */
export function addMarkers(
  file: SourceFile,
  markers: readonly string[],
  prefix: MarkerPrefix,
  beside?: RbacMarker,
): MarkerEdit | undefined {
  if (markers.length === 0) return undefined;
  const lineEnding = lineEndingOf(file.text);
  const lines = markers.map((marker) => marker.replace(/^\+/, prefix));
  if (beside) {
    return {
      start: beside.end,
      end: beside.end,
      replacement: lines.map((line) => lineEnding + line).join(''),
    };
  }
  const at = startOfMain(file.text);
  if (at === undefined) return undefined;
  const gap = /(^|\n)\r?\n$/.test(file.text.slice(0, at)) || at === 0 ? '' : lineEnding;
  const block = [HEADING, ...lines, '', ''].join(lineEnding);
  return { start: at, end: at, replacement: gap + block };
}

/**
 * Detaches markers from the doc comment of a declaration, where controller-gen ignores them: a blank line behind them,
 * or, where the comment also speaks of the declaration or holds other markers, a block of their own above it.
 */
export function detachMarkers(file: SourceFile, inert: readonly RbacMarker[]): MarkerEdit[] {
  const groups = commentGroups(outline(file.text)).filter((group) => group.documents !== undefined);
  return groups.flatMap((group) => {
    const own = group.comments.filter((comment) => inert.some((marker) => marker.start === comment.start));
    return own.length > 0 ? detachFrom(file.text, group, own) : [];
  });
}

/** The spelling that a text uses for its markers; undefined where it has none. */
export function markerPrefix(text: string): MarkerPrefix | undefined {
  if (/^[ \t]*\/\/ \+\w+:/m.test(text)) return '// +';
  return /^[ \t]*\/\/\+\w+:/m.test(text) ? '//+' : undefined;
}

function detachFrom(text: string, group: CommentGroup, own: readonly Span[]): MarkerEdit[] {
  const lineEnding = lineEndingOf(text);
  const last = own.at(-1);
  const before = group.comments.filter(
    (comment) => last && comment.start < last.start && !own.includes(comment),
  );
  const heading = before.every((comment) => isHeading(text.slice(comment.start, comment.end), text, group));
  if (last && heading) {
    const end = last.start + text.slice(last.start, last.end).trimEnd().length;
    return [{ start: end, end, replacement: lineEnding }];
  }
  const start = group.comments[0]?.start ?? 0;
  const block = own.map((comment) => text.slice(comment.start, comment.end).trimEnd() + lineEnding);
  const cuts = own.map((comment) => ({
    start: comment.start,
    end: lineEnd(text, comment.end),
    replacement: '',
  }));
  const moved = HEADING + lineEnding + block.join('') + lineEnding;
  return mergeAtStart({ start, end: start, replacement: moved }, cuts);
}

/** Text that introduces the markers may go with them; a doc comment (`// main starts …`) and other markers may not. */
function isHeading(comment: string, text: string, group: CommentGroup): boolean {
  const words = comment.replace(/^\/\/\s*/, '');
  const declaration = text.slice(group.documents?.start ?? 0, group.documents?.end ?? 0);
  const name = /^(?:func|type|var|const)\s+(\w+)/.exec(declaration)?.[1] ?? 'main';
  return (
    !words.startsWith('+') && !new RegExp(`^${name}\\b`, 'i').test(words) && !/^(go|nolint)\b/.test(words)
  );
}

/** An insertion and a cut at one place are one edit. */
function mergeAtStart(insertion: MarkerEdit, cuts: readonly MarkerEdit[]): MarkerEdit[] {
  const [first, ...others] = cuts;
  if (first?.start !== insertion.start) return [insertion, ...cuts];
  return [{ ...first, replacement: insertion.replacement }, ...others];
}

function startOfMain(text: string): number | undefined {
  const found = outline(text);
  const main = found.declarations.find((it) => /^func\s+main\s*\(/.test(text.slice(it.start, it.end)));
  if (!main) return undefined;
  const doc = commentGroups(found).find((group) => group.documents === main);
  return doc?.comments[0]?.start ?? main.start;
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', Math.max(0, from - 1));
  return newline === -1 ? text.length : newline + 1;
}
