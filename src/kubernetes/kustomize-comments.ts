import { posix } from 'node:path';
import type { Kustomization } from './kustomize.ts';
import { type Removal, SPEAKS_OF_PROXY, withoutDoubleBlank } from './kustomize-removal.ts';

/** A switched-off entry: `#- x.yaml`, `# - path: x.yaml # why`. */
const SWITCHED_OFF = /^([ \t]*#+[ \t]*-[ \t]+)(?:path:[ \t]*)?["']?([^\s"'#]+)["']?[ \t]*(?:#.*)?$/;

/** What kubebuilder wrote above its entry: it protects the endpoint "by putting it behind auth". */
const PROTECTS_METRICS = /\/metrics\b|behind auth|authn/i;

const NAMES_A_FILE = /(?<![\w-])[\w-]+\.ya?ml\b/g;

/**
 * The text to delete so that a kustomization no longer speaks of a file that it names in commented-out entries only:
 * the entries, and the comment directly above each that explains the kube-rbac-proxy and names no other file.
 */
export function removeCommentedEntries(kustomization: Kustomization, path: string): readonly Removal[] {
  const lines = linesOf(kustomization.text);
  return lines.flatMap((line, index) => {
    const match = SWITCHED_OFF.exec(line.text);
    if (!match || posix.join(kustomization.directory, match[2] ?? '') !== path) return [];
    const last = lastLineOfEntry(lines, index, match[1]?.length ?? 0);
    const start = explanationAbove(lines, index, posix.basename(path)) ?? line.start;
    return [withoutDoubleBlank(kustomization.text, { start, end: last.end })];
  });
}

interface Line {
  /** Without its ending. */
  readonly text: string;
  readonly start: number;
  /** Behind its ending. */
  readonly end: number;
}

function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(/[^\n]*(?:\n|$)/g)]
    .filter((match) => match[0] !== '')
    .map((match) => ({
      text: match[0].replace(/\r?\n$/, ''),
      start: match.index,
      end: match.index + match[0].length,
    }));
}

/** A patch with a target goes on below: `#   target:`, deeper than its dash. */
function lastLineOfEntry(lines: readonly Line[], index: number, column: number): Line {
  let at = index;
  while (lines[at + 1] && isDeeper(lines[at + 1]?.text ?? '', column)) at++;
  return lines[at] ?? { text: '', start: 0, end: 0 };
}

function isDeeper(line: string, column: number): boolean {
  const indent = /^[ \t]*#+[ \t]*(?=[\w-]+:)/.exec(line)?.[0].length ?? 0;
  return indent >= column;
}

/** Start of the comment that explains one entry alone; undefined where it is about more, or about something else. */
function explanationAbove(lines: readonly Line[], index: number, file: string): number | undefined {
  let first = index;
  while (isProse(lines[first - 1]?.text ?? '')) first--;
  const block = lines.slice(first, index).map((line) => line.text);
  const text = block.join('\n');
  const others = (text.match(NAMES_A_FILE) ?? []).filter((name) => name !== file);
  if (others.length > 0) return undefined;
  return SPEAKS_OF_PROXY.test(text) || PROTECTS_METRICS.test(text) ? lines[first]?.start : undefined;
}

function isProse(line: string): boolean {
  return /^[ \t]*#/.test(line) && !SWITCHED_OFF.test(line) && !/^[ \t]*#+[ \t]*-[ \t]/.test(line);
}
