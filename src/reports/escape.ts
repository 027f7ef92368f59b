/**
 * What a terminal, a log viewer or a reader's eye would obey instead of show: control characters, line and paragraph
 * separators, bidirectional and zero-width characters, lone surrogates (security.md §8 T8).
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** `##[error]` and `##vso[…]` are commands of a CI log wherever they stand in a line. */
const ANYWHERE = /##(?=\[|vso\[)/gi;

/**
 * Makes text that came from a repository safe to print on one line: what is unsafe becomes `\u{9b}`.
 * This is the one place that does so; every sink goes through it.
 */
export function escapeText(text: string): string {
  return text
    .replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
    .replace(ANYWHERE, '#\\u{23}');
}

/**
 * The same for text of several lines: line ends stay. No line may be taken for a workflow command of a CI log:
 * `::error::` counts at the start of a line after blanks, `##[error]` anywhere.
 */
export function escapeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeText(line).replace(/^(\s*):(?=:)/, '$1\\u{3a}'))
    .join('\n');
}

/**
 * Makes JSON safe to print. Only escapes that JSON itself knows are used, so it parses to the same values.
 * `JSON.stringify` leaves C1 and bidirectional characters as they are (security.md §7).
 */
export function escapeJson(json: string): string {
  return json
    .split('\n')
    .map((line) => line.replace(UNSAFE, unicodeEscapes).replace(ANYWHERE, '\\u0023#'))
    .join('\n');
}

function unicodeEscapes(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
