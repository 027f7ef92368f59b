import type { GoFile, Node } from '../../golang/syntax.ts';

/** Lines after the first get the indentation of the statement that they stand in for. */
export function indentedLike(file: GoFile, statement: Node, text: string): string {
  const start = file.text.lastIndexOf('\n', statement.startIndex - 1) + 1;
  const indentation = /^[ \t]*/.exec(file.text.slice(start))?.[0] ?? '';
  return text
    .split('\n')
    .map((line, index) => (index === 0 || line === '' ? line : indentation + line))
    .join(eolOf(file));
}

function eolOf(file: GoFile): string {
  return file.text.includes('\r\n') ? '\r\n' : '\n';
}
