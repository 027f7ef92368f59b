import { posix } from 'node:path';
import type { GeneratorCall, PathsOption } from './generator-call.ts';
import { versionInCommand } from './generator-pin.ts';
import { findGenerator, mayNameGenerator } from './generator-words.ts';
import { readPathsOption, type Surroundings, splitPatterns } from './paths-option.ts';
import type { RecipeFile } from './recipe-file.ts';
import { readRoleOutput, resolveInRepository } from './role-output.ts';
import { type ShellWord, type SimpleCommand, splitCommands, unquote } from './shell-words.ts';
import { expand, isExpanded, type Variables } from './variables.ts';

/**
 * All runs of controller-gen in a file. `version` is set only where the command itself names one
 * (`go run …/controller-gen@v0.16.5`); the survey fills in the rest.
 */
export function findGeneratorCalls(file: RecipeFile): GeneratorCall[] {
  const names = variablesNamingIt(file.variables);
  if (names.size === 0 && !mayNameGenerator(file.text)) return [];
  return file.lines.flatMap((line) => {
    const content = file.text.slice(line.start, line.end);
    if (!mayNameGenerator(content) && !wordsOf(content).some((word) => names.has(word))) return [];
    let directory: string | undefined = file.directory;
    return splitCommands(file.text, line).flatMap((command) => {
      const where = { variables: file.variables, directory: file.directory };
      const target = changedDirectory(command, where);
      if (target !== undefined) directory = enter(file, directory, target);
      const call = readCall(file, command, directory, where);
      return call ? [call] : [];
    });
  });
}

/** The variables whose value can name controller-gen, or another one of them, each by its first word. */
function variablesNamingIt(variables: Variables): ReadonlySet<string> {
  const mentioning = new Map<string, string[]>();
  const names = new Set<string>();
  for (const [name, value] of variables) {
    const [own = ''] = wordsOf(name);
    if (mayNameGenerator(value)) names.add(own);
    for (const word of new Set(wordsOf(value))) {
      const others = mentioning.get(word);
      if (others) others.push(own);
      else mentioning.set(word, [own]);
    }
  }
  for (const known of names) for (const name of mentioning.get(known) ?? []) names.add(name);
  return names;
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\w+/g) ?? [];
}

function readCall(
  file: RecipeFile,
  command: SimpleCommand,
  directory: string | undefined,
  where: Surroundings,
): GeneratorCall | undefined {
  const expanded = (word: ShellWord) => expand(unquote(word.raw), where.variables, where.directory);
  const found = findGenerator(command, expanded);
  if (!found) return undefined;
  const options = found.options.flatMap((word) => optionsOf(word, expanded(word)));
  const version = versionInCommand(expanded(found.program));
  const redirection = found.options.findIndex(({ raw }) => /^\d?>/.test(raw));
  const words = redirection === -1 ? found.options : found.options.slice(0, redirection);
  return {
    file: file.path,
    start: found.program.start,
    end: words.at(-1)?.end ?? found.program.end,
    directory,
    paths: words.flatMap((word) => pathsOf(word, expanded(word), where)),
    role: readRoleOutput(options, directory),
    version: version ? { version, file: file.path, from: 'pin' } : undefined,
  };
}

/** An unquoted variable may stand for several options. */
function optionsOf(word: ShellWord, value: string): string[] {
  return /^\$/.test(word.raw) ? value.split(/\s+/).map(unquote) : [value];
}

function pathsOf(word: ShellWord, value: string, where: Surroundings): PathsOption[] {
  const direct = readPathsOption(word, where);
  if (direct) return [direct];
  if (mayHoldPaths(word, value)) return [fromVariable(word, [value])];
  return optionsOf(word, value)
    .filter((option) => option.startsWith('paths='))
    .map((option) => fromVariable(word, splitPatterns(option.slice('paths='.length))));
}

/** A word that make or the shell computes: `$(foreach d,$(DIRS),paths=$(d))`. Names such as `CRD_OPTIONS` say that it holds none. */
function mayHoldPaths(word: ShellWord, value: string): boolean {
  return /^["']?(\$|\{\{)/.test(word.raw) && !isExpanded(value) && !OTHER_OPTIONS.test(word.raw);
}

const OTHER_OPTIONS = /crd|object|output|webhook|header|schema|rbac/i;

function fromVariable(word: ShellWord, patterns: readonly string[]): PathsOption {
  const range = { start: word.start, end: word.end };
  const items = patterns.map((pattern) => ({ ...range, pattern, resolved: isExpanded(pattern) }));
  return { ...range, form: 'single', items };
}

/** The argument of `cd` or `pushd`, expanded. */
function changedDirectory(command: SimpleCommand, where: Surroundings): string | undefined {
  const [program, target] = command;
  if (!program || !target || !/^[@+-]*(cd|pushd)$/.test(program.raw)) return undefined;
  return expand(unquote(target.raw), where.variables, where.directory);
}

/**
 * Scripts go to the repository's folder in many spellings (`cd "$(dirname "$0")/.."`): there an unknown target is
 * taken for it.
 */
function enter(file: RecipeFile, from: string | undefined, target: string): string | undefined {
  if (!isExpanded(target)) return file.kind === 'shell' ? '.' : undefined;
  const entered = resolveInRepository(from, target);
  return entered === undefined ? undefined : posix.normalize(entered);
}
