import type { Node } from '../syntax.ts';

/** UTF-16 offset where the line of `offset` starts. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** UTF-16 offset of the line ending (of its `\r`, where there is one), or the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline === -1) return text.length;
  return newline > offset && text[newline - 1] === '\r' ? newline - 1 : newline;
}

/** UTF-16 offset where the next line starts, or the end of the text. */
export function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline + 1;
}

/** The blanks and tabs in front of the line of `offset`. */
export function indentationAt(text: string, offset: number): string {
  return /^[\t ]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
}

/** Whether the node has its lines for itself, but for a comma and a comment behind it. */
export function standsAlone(text: string, node: Node): boolean {
  const before = text.slice(lineStart(text, node.startIndex), node.startIndex);
  const after = text.slice(node.endIndex, lineEnd(text, node.endIndex));
  return before.trim() === '' && /^[,;]?\s*(\/\/.*|\/\*((?!\*\/).)*\*\/\s*)?$/.test(after);
}

/** The text with every line but empty ones indented, in the line ending of the file. */
export function indented(text: string, indentation: string, eol: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : indentation + line))
    .join(eol);
}
