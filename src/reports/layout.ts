import { escapeText } from './escape.ts';

/** Width in columns at which text is wrapped. */
const WIDTH = 80;

/** How a piece of text stands out on a terminal. */
export type Emphasis = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';

/** Puts emphasis on text, or leaves it as it is where colour is off. */
export type Painter = (emphasis: Emphasis, text: string) => string;

const CODES: Readonly<Record<Emphasis, number>> = {
  bold: 1,
  dim: 2,
  red: 31,
  yellow: 33,
  green: 32,
  cyan: 36,
};

/** A painter that writes ANSI sequences, or none. */
export function makePainter(colour: boolean): Painter {
  return (emphasis, text) => (colour ? `\u001b[${CODES[emphasis]}m${text}\u001b[0m` : text);
}

/**
 * Breaks text at blanks so that no line is wider than 80 columns, and indents every line.
 * A word that is wider stays whole: paths and commands must be copied in one piece.
 * Control characters are neutralised here, so that every text that is laid out is safe.
 */
export function wrap(text: string, indent: string, firstIndent = indent): string[] {
  const lines: string[] = [];
  let line = firstIndent;
  let empty = true;
  for (const word of escapeText(text).split(' ')) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}

/** Text at the left and text at the right edge of one line; the right moves to its own line when both do not fit. */
export function spread(left: string, right: string): string[] {
  const [start, end] = [escapeText(left), escapeText(right)];
  const gap = WIDTH - start.length - end.length;
  return gap >= 2
    ? [start + ' '.repeat(gap) + end]
    : [start, ' '.repeat(Math.max(4, WIDTH - end.length)) + end];
}
