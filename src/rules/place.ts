import type { Located } from '../golang/node.ts';
import { startOf } from '../kubernetes/splice.ts';
import { type Position, positionAt } from '../repository/source-file.ts';

/** A place of a finding. */
export type Place = Position & { readonly path: string };

/** The place of a UTF-16 offset in a file. */
export function placeIn(file: { readonly path: string; readonly text: string }, offset: number): Place {
  return { path: file.path, ...positionAt(file.text, offset) };
}

/** The place where a YAML node begins. */
export function placeOfNode(file: { readonly path: string; readonly text: string }, node: unknown): Place {
  return placeIn(file, startOf(node));
}

/** The place of a piece of Go. */
export function placeOfCode({ file, node }: Located): Place {
  return placeIn(file, node.startIndex);
}

/** `path:line`, as sentences name a place. */
export function placeText({ path, line }: Place): string {
  return `${path}:${line}`;
}
