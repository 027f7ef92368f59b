/** Folders that belong to others: git's, and our own journal. Case-insensitive file systems make `.GIT` the same. */
const FORBIDDEN = new Set(['', '.', '..', '.git', '.diag-codemod']);

/**
 * Whether a change set may name this path: relative, POSIX, inside the repository, and neither git's nor our own.
 * Only the text is judged; links are found when the path is walked to write (security.md §7).
 */
export function isWritablePath(path: string): boolean {
  if (path.includes('\0')) return false;
  return path.split('/').every((part) => !FORBIDDEN.has(part.toLowerCase()));
}
