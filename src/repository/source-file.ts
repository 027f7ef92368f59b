/** One text file of the repository. Paths are POSIX and relative to the repository. */
export interface SourceFile {
  readonly path: string;
  /** The decoded text. A byte order mark and CRLF are kept; offsets into it are UTF-16 units. */
  readonly text: string;
  /** Permission bits as `fs.Stats.mode & 0o7777`. */
  readonly mode: number;
}

/** A place for a person: line from 1, column in bytes from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Turns a UTF-16 offset of `text` into line and byte column. */
export function positionAt(text: string, offset: number): Position {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < lineStart; at = text.indexOf('\n', at + 1)) line++;
  return { line, column: Buffer.byteLength(text.slice(lineStart, offset), 'utf8') + 1 };
}

/** The line ending the file uses: that of its first line. */
export function lineEndingOf(text: string): '\n' | '\r\n' {
  const newline = text.indexOf('\n');
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}
