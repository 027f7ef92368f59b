import { escapeText } from './escape.ts';

/** Words that mean nothing to Markdown and GitHub: letters alone, or a number, with the punctuation of a sentence. */
const PLAIN = /^[(“"‘]*(?:[\p{L}\p{M}]+(?:[’'-][\p{L}\p{M}]+)*|\d+)[.,;:!?)”"’]*$/u;

/**
 * A sentence that may quote a repository, as Markdown in which nothing of it is obeyed: whatever is no plain word stands in a code
 * span, where GitHub makes neither links nor mentions nor references. A sentence never begins a line, so `1.` begins no list.
 */
export function inertSentence(text: string): string {
  return escapeText(text)
    .split(' ')
    .map((word) => (word === '' || PLAIN.test(word) ? word : inertWord(word)))
    .join(' ');
}

/** Punctuation around a word stays outside of its code span. */
function inertWord(word: string): string {
  return word.replace(
    /^([(“‘]*)([\s\S]*?)(?<![.,;:)”])([.,;:)”]*)$/,
    (whole, before: string, inner: string, after: string) =>
      inner === '' ? inertCode(whole) : before + inertCode(inner) + after,
  );
}

/** Any text as a code span: its fence is longer than every run of backticks inside (CommonMark 6.1). */
export function inertCode(text: string): string {
  const safe = escapeText(text);
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const gap = safe.startsWith('`') || safe.endsWith('`') || safe.trim() === '' ? ' ' : '';
  return `${fence}${gap}${safe}${gap}${fence}`;
}

/** Lines to be copied as they are, in a fence that nothing inside can close. */
export function inertBlock(lines: readonly string[], language: string): string[] {
  const safe = lines.map(escapeText);
  const longest = Math.max(
    2,
    ...safe.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...safe, fence];
}
