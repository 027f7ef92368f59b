import type { GeneratorCall } from '../makefile/generator-call.ts';
import { findGeneratorCalls } from '../makefile/generator-calls.ts';
import { includedFiles } from '../makefile/includes.ts';
import { type RecipeFile, readRecipeFile, recipeKind } from '../makefile/recipe-file.ts';
import type { Variables } from '../makefile/variables.ts';
import { makeVariables } from '../makefile/variables.ts';
import { oncePerFile } from '../repository/once-per-file.ts';
import type { Repository } from '../repository/repository.ts';
import { search } from '../repository/search.ts';
import type { SourceFile } from '../repository/source-file.ts';
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
  return files.flatMap((file) => {
    const calls = callsOf(file);
    if (calls.every((call) => call.version)) return calls;
    const version = generatorVersion(repository, file, recipes);
    return calls.map((call) => ({ ...call, version: call.version ?? version }));
  });
}

const callsOf = oncePerFile(findGeneratorCalls);

function readAll(repository: Repository, paths: readonly string[]): RecipeFile[] {
  const includes = includesOf(repository, paths);
  return paths.flatMap((path) => {
    const file = repository.tryRead(path);
    if (!file) return [];
    const includers = [...includes].filter(([, targets]) => targets.includes(path)).map(([from]) => from);
    const near = [...includers, ...(includes.get(path) ?? [])];
    const files = near.flatMap((other) => repository.tryRead(other) ?? []);
    return [readAmong(file, files, folderOf(includers[0]))];
  });
}

const known = new WeakMap<SourceFile, { readonly recipe: RecipeFile; readonly from: readonly unknown[] }>();

/**
 * A recipe file with what its includes and its includers define. The survey of the result of a plan reads anew only what
 * has changed there.
 */
function readAmong(file: SourceFile, near: readonly SourceFile[], includer: string | undefined): RecipeFile {
  const from = [...near, includer];
  const before = known.get(file);
  if (before?.from.length === from.length && before.from.every((it, index) => it === from[index]))
    return before.recipe;
  const variables: Variables = new Map(near.flatMap((other) => [...variablesOf(other)]));
  const recipe = readRecipeFile(file, variables, includer);
  known.set(file, { recipe, from });
  return recipe;
}

const variablesOf = oncePerFile(({ text }: SourceFile) => makeVariables(text));

const includesIn = oncePerFile(({ path, text }: SourceFile) => includedFiles(path, text));

function includesOf(repository: Repository, scripts: readonly string[]): Map<string, readonly string[]> {
  const makefiles = scripts.filter((path) => recipeKind(path) === 'make');
  return new Map(
    makefiles.map((path) => {
      const file = repository.tryRead(path);
      return [path, file ? includesIn(file) : []];
    }),
  );
}

function folderOf(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}
