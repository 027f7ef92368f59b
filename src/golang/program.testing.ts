import { memoryRepository } from '../repository/memory-repository.ts';
import type { Located } from './node.ts';
import { tokensNamed } from './node.ts';
import { GoProgram } from './program.ts';

/** For tests: the Go code of a module `example.org/provider`. */
export function programOf(files: Readonly<Record<string, string>>): GoProgram {
  const module = {
    directory: '.',
    file: 'go.mod',
    modulePath: 'example.org/provider',
    goVersion: undefined,
    requirements: [],
    replacements: [],
    vendored: false,
  };
  return new GoProgram(memoryRepository(files), [module]);
}

/** The token `word` of a file, counted from 0 (from the end where negative). */
export function token(program: GoProgram, path: string, word: string, index = -1): Located {
  const file = program.file(path);
  const node = file && tokensNamed(file, word).at(index);
  if (!file || !node) throw new Error(`no ${word} in ${path}`);
  return { file, node };
}
