import type { Node } from '../syntax.ts';
import type { Layout } from './layout-parts.ts';

/** Up to this size keys align whatever their ratio (`smallSize` in exprList). */
const SMALL = 40;
/** Beyond this ratio to the geometric mean of the keys above, a new section starts (`r` in exprList). */
const RATIO = 2.5;

interface Progress {
  size: number;
  logarithms: number;
  count: number;
  row: number;
  lastBreak: number;
}

/**
 * Elements of a composite literal, arguments, values of a case: go/printer's `exprList`, which decides from the sizes of the keys
 * which lines align. `openRow` is the line of the opening bracket.
 */
export function expressionListLayout(elements: readonly Node[], openRow: number, layout: Layout): void {
  const first = elements[0];
  const last = elements.at(-1);
  if (!first || !last) return;
  if (openRow === first.startPosition.row && openRow === last.endPosition.row) return;
  const progress: Progress = {
    size: 0,
    logarithms: 0,
    count: 0,
    row: openRow,
    lastBreak: openRow < first.startPosition.row ? 0 : -1,
  };
  elements.forEach((element, index) => {
    elementLayout(element, index, elements, progress, layout);
  });
}

function elementLayout(
  element: Node,
  index: number,
  elements: readonly Node[],
  progress: Progress,
  layout: Layout,
): void {
  const row = element.startPosition.row;
  const previousSize = progress.size;
  progress.size = sizeOf(element);
  const newLine = progress.row < row;
  const newSection = startsSection(previousSize, progress) || progress.lastBreak + 1 < index;
  const previous = elements[index - 1];
  if (previous && newLine)
    breakLine(element, row - previous.endPosition.row, index, newSection, progress, layout);
  markValue(element, elements.length > 1 && progress.size > 0 && newLine, layout);
  if (progress.size > 0) {
    progress.logarithms += Math.log(progress.size);
    progress.count++;
  }
  progress.row = row;
}

function breakLine(
  element: Node,
  lines: number,
  index: number,
  newSection: boolean,
  progress: Progress,
  layout: Layout,
): void {
  if (lines < 1) return;
  progress.lastBreak = index;
  if (!newSection) layout.softBreaks.add(element.startIndex);
  if (newSection || lines > 1) {
    progress.logarithms = 0;
    progress.count = 0;
  }
}

function startsSection(previousSize: number, { size, count, logarithms }: Progress): boolean {
  if (previousSize <= 0 || size <= 0) return true;
  if (count === 0 || (previousSize <= SMALL && size <= SMALL)) return false;
  const ratio = size / Math.exp(logarithms / count);
  return RATIO * ratio <= 1 || RATIO <= ratio;
}

/** Bytes of the element, of its key where it has one; 0 where it spans lines. */
function sizeOf(element: Node): number {
  const text = element.text;
  if (text.includes('\n')) return 0;
  const measured = element.type === 'keyed_element' ? (element.firstNamedChild?.text ?? text) : text;
  return Buffer.byteLength(
    measured.replace(/\.\.\.$/, '').replace(/(?:(?<!\s)\s+)?\/\*.*?\*\//g, ''),
    'utf8',
  );
}

function markValue(element: Node, aligned: boolean, layout: Layout): void {
  if (element.type !== 'keyed_element') return;
  const [key, value] = element.namedChildren.filter((child) => child.type !== 'comment');
  if (!key || !value || key.endPosition.row !== value.startPosition.row) return;
  layout.cells.set(value.startIndex, aligned ? 1 : 0);
}
