import { edited, nodeOf } from '../../../test/setup/go-files.ts';
import { removeNodes } from './removal.ts';

/** Removes the nodes at the snippets (each with the type it shall climb to) and gives the file. */
export function without(text: string, ...snippets: readonly [string, string?][]): string {
  return edited(text, (file) =>
    removeNodes(
      file,
      snippets.map(([snippet, type]) => nodeOf(file, snippet, type)),
    ),
  );
}
