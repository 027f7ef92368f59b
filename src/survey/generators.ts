import type { GeneratorCall } from '../makefile/generator-call.ts';
import { findGeneratorCalls } from '../makefile/generator-calls.ts';
import { includedFiles } from '../makefile/includes.ts';
import { type RecipeFile, readRecipeFile, recipeKind } from '../makefile/recipe-file.ts';
import type { Variables } from '../makefile/variables.ts';
import { makeVariables } from '../makefile/variables.ts';
import type { Repository } from '../repository/repository.ts';
import { search } from '../repository/search.ts';
import { generatorVersion } from './generator-version.ts';

/**
 * All runs of controller-gen in Makefiles, `*.mk`, scripts, Taskfiles and `//go:generate` lines, each with its version
 * where the repository tells it. Go files are searched only where no recipe writes a role: they are many.
 */
export function surveyGeneratorCalls(repository: Repository): GeneratorCall[] {
  const scripts = repository.paths.filter((path) => !['go', undefined].includes(recipeKind(path)));
  const recipes = readAll(repository, scripts);
  const calls = callsIn(repository, recipes, recipes);
  if (calls.some((call) => call.role)) return calls;
  const sources = search(repository, 'controller-gen', (path) => recipeKind(path) === 'go');
  return [...calls, ...callsIn(repository, readAll(repository, sources), recipes)];
}

function callsIn(
  repository: Repository,
  files: readonly RecipeFile[],
  recipes: readonly RecipeFile[],
): GeneratorCall[] {
  return files.flatMap((file) =>
    findGeneratorCalls(file).map((call) => ({
      ...call,
      version: call.version ?? generatorVersion(repository, file, recipes),
    })),
  );
}

function readAll(repository: Repository, paths: readonly string[]): RecipeFile[] {
  const includes = includesOf(repository, paths);
  return paths.flatMap((path) => {
    const file = repository.tryRead(path);
    if (!file) return [];
    const includer = [...includes].find(([, targets]) => targets.includes(path))?.[0];
    return [readRecipeFile(file, variablesAround(repository, includes, path), folderOf(includer))];
  });
}

function includesOf(repository: Repository, scripts: readonly string[]): Map<string, readonly string[]> {
  const makefiles = scripts.filter((path) => recipeKind(path) === 'make');
  return new Map(makefiles.map((path) => [path, includedFiles(path, repository.tryRead(path)?.text ?? '')]));
}

/** What a Makefile's includes and its includer define. */
function variablesAround(
  repository: Repository,
  includes: ReadonlyMap<string, readonly string[]>,
  path: string,
): Variables {
  const includers = [...includes].filter(([, targets]) => targets.includes(path)).map(([from]) => from);
  const texts = [...includers, ...(includes.get(path) ?? [])].map(
    (near) => repository.tryRead(near)?.text ?? '',
  );
  return new Map(texts.flatMap((text) => [...makeVariables(text)]));
}

function folderOf(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}
