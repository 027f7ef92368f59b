import type { ChangeSet } from '../repository/change-set.ts';
import type { CommitContent } from '../repository/git-commit.ts';
import type { CommitInfo } from '../repository/git-history.ts';
import { markOf } from './mark.ts';

export const DEFAULT_TITLE = 'Serve the metrics over https, to authorized clients only';

/** What a person adds to the message of a commit. */
export interface MessageParts {
  readonly title: string;
  /** `Key: value` each. */
  readonly trailers: readonly string[];
}

/** A subject of one line, and why: each reason once. Text of the repository stays within its line. */
export function commitMessage({ files }: ChangeSet, { title, trailers }: MessageParts): string {
  const reasons = new Set(files.flatMap((file) => file.reasons));
  const lines = [...reasons].flatMap(item);
  return `${[title, '', ...lines, ...(trailers.length > 0 ? ['', ...trailers] : [])].join('\n')}\n`;
}

/** An item of a list, in lines of at most 72 characters, as readers of `git log` expect it. */
function item(reason: string): string[] {
  const lines = ['-'];
  for (const word of reason.split(/\s+/)) {
    const line = `${lines.at(-1)} ${word}`;
    if (line.length <= 72 || lines.at(-1) === '-') lines[lines.length - 1] = line;
    else lines.push(`  ${word}`);
  }
  return lines;
}

/** The name of the last line of a message of ours: it vouches for the commit. */
const TRAILER = 'Diag-codemod';

const SIGNED = new RegExp(`^([\\s\\S]*)\\n${TRAILER}: \\S+ ([0-9a-f]{16})$`);

/** The digest of files, parent and text that stands in a message of ours, whatever version wrote it. */
export function signatureOf(message: string): string | undefined {
  return SIGNED.exec(message)?.[2];
}

/** The message with the line by which a later run knows the commit again. */
export function signedMessage(
  message: string,
  content: CommitContent,
  { version, hasTrailers }: { readonly version: string; readonly hasTrailers: boolean },
): string {
  const gap = hasTrailers ? '' : '\n';
  return `${message}${gap}${TRAILER}: ${version} ${markOf([content.tree, content.parent, message.trimEnd()])}\n`;
}

/**
 * Whose a commit is. `ours`: as this tool made it, to the letter. `edited`: made by this tool and changed, moved or reworded since.
 * `foreign`: anything else.
 */
export function ownership({ tree, parents, message }: CommitInfo): 'ours' | 'edited' | 'foreign' {
  const [, text = '', mark] = SIGNED.exec(message) ?? [];
  if (mark === undefined) return 'foreign';
  return mark === markOf([tree, ...parents, text.trimEnd()]) ? 'ours' : 'edited';
}
