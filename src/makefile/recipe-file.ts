import { posix } from 'node:path';
import type { SourceFile } from '../repository/source-file.ts';
import type { TextRange } from './generator-call.ts';
import { logicalLines, taskLines } from './logical-lines.ts';
import { makeVariables, shellVariables, taskVariables, type Variables } from './variables.ts';

/** A file that runs programs, as far as its name tells. */
export type RecipeKind = 'make' | 'shell' | 'task' | 'go';

/** The lines of a file that are commands, and where they run. */
export interface RecipeFile extends SourceFile {
  readonly kind: RecipeKind;
  readonly lines: readonly TextRange[];
  readonly variables: Variables;
  /** Folder the commands start in, relative to the repository. */
  readonly directory: string;
}

/** What kind of recipes a path holds, or undefined. Vendored copies and test data hold none of ours. */
export function recipeKind(path: string): RecipeKind | undefined {
  if (/(^|\/)(vendor|testdata|third_party|node_modules)\//.test(path)) return undefined;
  const name = posix.basename(path);
  if (/^(GNUm|m|M)akefile(\..+)?$/.test(name) || name.endsWith('.mk')) return 'make';
  if (name.endsWith('.sh')) return 'shell';
  if (/^[Tt]askfile(\.dist)?\.ya?ml$/.test(name)) return 'task';
  return name.endsWith('.go') ? 'go' : undefined;
}

/**
 * Takes a file apart.
 *
 * @param included variables of other files that it includes; its own go before them.
 * @param includer folder of the Makefile that includes this one: make runs recipes there.
 */
export function readRecipeFile(file: SourceFile, included: Variables, includer?: string): RecipeFile {
  const kind = recipeKind(file.path) ?? 'shell';
  const own = posix.dirname(file.path);
  const parts = {
    make: () => ({
      lines: makeRecipes(file.text),
      variables: makeVariables(file.text),
      directory: includer ?? own,
    }),
    // A script is started from the repository's folder, or goes there itself.
    shell: () => ({ lines: logicalLines(file.text), variables: shellVariables(file.text), directory: '.' }),
    task: () => ({ lines: taskLines(file.text), variables: taskVariables(file.text), directory: own }),
    go: () => ({
      lines: generateDirectives(file.text),
      variables: new Map<string, string>(),
      directory: own,
    }),
  }[kind]();
  return { ...file, kind, ...parts, variables: new Map([...included, ...parts.variables]) };
}

/** Recipe lines start with a tab, or stand behind `;` in a rule. */
function makeRecipes(text: string): TextRange[] {
  return logicalLines(text).flatMap((line) => {
    if (text[line.start] === '\t') return [line];
    const rule = /^[^\s#:=][^:=]*:[^=;]*;/.exec(text.slice(line.start, line.end))?.[0];
    return rule ? [{ start: line.start + rule.length, end: line.end }] : [];
  });
}

function generateDirectives(text: string): TextRange[] {
  const prefix = '//go:generate ';
  return logicalLines(text)
    .filter((line) => text.startsWith(prefix, line.start))
    .map((line) => ({ start: line.start + prefix.length, end: line.end }));
}
