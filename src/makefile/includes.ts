import { posix } from 'node:path';
import { logicalLines } from './logical-lines.ts';
import { expand, isExpanded, makeVariables, REPOSITORY_ROOT } from './variables.ts';

/** Paths of the files that a Makefile includes by a plain name, relative to the repository. */
export function includedFiles(path: string, text: string): string[] {
  if (!/^ *[-s]?include\s/m.test(text)) return [];
  const directory = posix.dirname(path);
  const variables = makeVariables(text);
  return logicalLines(text).flatMap((line) => {
    const names = /^ *[-s]?include\s+(\S.*)$/.exec(text.slice(line.start, line.end).trimEnd())?.[1];
    if (names === undefined) return [];
    return expand(names, variables, directory)
      .split(/\s+/)
      .filter(isExpanded)
      .map((name) =>
        name.startsWith(REPOSITORY_ROOT)
          ? posix.normalize(`.${name.slice(REPOSITORY_ROOT.length)}`)
          : posix.join(directory, name),
      );
  });
}
