import { openBlocks } from './helm-place.ts';
import type { TextRange } from './yaml-part.ts';

/** A document of a template without the lines at its borders that begin or end a block around it. */
export function withoutBorders(text: string, { start, end }: TextRange): TextRange {
  const open = openBlocks(text.slice(start, end));
  if (open < 0) {
    const last = /\n[ \t]*\{\{-?\s*end\s*-?\}\}\s*$/.exec(text.slice(start, end));
    return last ? withoutBorders(text, { start, end: start + last.index + 1 }) : { start, end };
  }
  if (open > 0) {
    const first = /^\s*\{\{-?\s*(if|with|range)\b[^{}]*\}\}[ \t]*\r?\n/.exec(text.slice(start, end));
    return first ? withoutBorders(text, { start: start + first[0].length, end }) : { start, end };
  }
  // A block that begins and ends here may hold the whole document.
  const whole =
    /^(?:\s*\{\{-?\s*(?:if|with)\b[^{}]*\}\}[ \t]*\r?\n)([\s\S]*\n)[ \t]*\{\{-?\s*end\s*-?\}\}\s*$/.exec(
      text.slice(start, end),
    );
  const inner = whole?.[1];
  if (inner === undefined || openBlocks(inner) !== 0) return { start, end };
  const from = start + (whole?.[0].indexOf(inner) ?? 0);
  return withoutBorders(text, { start: from, end: from + inner.length });
}
