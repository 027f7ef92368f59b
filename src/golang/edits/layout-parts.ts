import type { Node } from '../syntax.ts';
import { spansLines } from './node-shapes.ts';

/**
 * What gofmt's printer would hand to its tabwriter (go/printer nodes.go, Go 1.26; unchanged since 1.18), by UTF-16 offset.
 *
 * - `cells`: how many cells end before the token at that offset; 0 means exactly one blank, and no cell.
 * - `softBreaks`: first tokens of lines that continue the section of the line above. Every other line starts a new section.
 * - `comments` and `multiLine` (raw strings and comments of several lines) in order.
 */
export interface Layout {
  readonly cells: Map<number, number>;
  readonly softBreaks: Set<number>;
  readonly comments: Node[];
  readonly multiLine: Node[];
}

/** Things on lines of their own: one that spans lines ends the section (`p.linesFrom(line) > 0`). */
export function lineListLayout(nodes: readonly Node[], layout: Layout): void {
  nodes.forEach((node, index) => {
    const previous = nodes[index - 1];
    if (previous && !spansLines(previous)) layout.softBreaks.add(node.startIndex);
  });
}
