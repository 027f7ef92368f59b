/** Text of a file: lines that are joined, with a final newline. */
export function fileOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

/** The same lines, further to the right; empty lines stay empty. */
export function indent(lines: readonly string[], columns: number): readonly string[] {
  const blanks = ' '.repeat(columns);
  return lines.map((line) => (line === '' ? '' : blanks + line));
}

/** A text as a YAML scalar that is read as a text, whatever it looks like. Plain where that is safe. */
export function scalar(text: string): string {
  const plain = /^[A-Za-z][\w./-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}
