import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../tools/environment.ts';
import { runProgram } from '../tools/run-program.ts';

/** A controller-gen call that writes a role, as the Makefile would run it. */
export interface GeneratorLine {
  readonly target: string;
  /** For a shell, in the folder of the Makefile; `controller-gen` stands where the program's path stood. */
  readonly command: string;
}

/**
 * Asks make itself (`make -n`) how a repository calls controller-gen for its roles: no own reading of Makefiles can be
 * the judge of our own reading of Makefiles.
 */
export async function generatorLines(directory: string, env: Environment): Promise<readonly GeneratorLine[]> {
  const texts = makefilesIn(directory).map((file) => readFileSync(join(directory, file), 'utf8'));
  const targets = [...new Set(texts.flatMap(targetsOf))];
  const asFound = await printedLines(directory, env, targets, []);
  const switches = texts.flatMap(switchesOf);
  return asFound.length > 0 || switches.length === 0
    ? asFound
    : printedLines(directory, env, targets, switches);
}

async function printedLines(
  directory: string,
  env: Environment,
  targets: readonly string[],
  variables: readonly string[],
): Promise<readonly GeneratorLine[]> {
  const found = new Map<string, GeneratorLine>();
  for (const target of targets) {
    const args = ['--dry-run', '--keep-going', target, ...variables];
    const printed = await runProgram('make', args, { cwd: directory, env, timeout: 60_000 });
    for (const command of roleCommands(printed.stdout)) {
      if (!found.has(command)) found.set(command, { target, command });
    }
  }
  return [...found.values()];
}

/** Assignments that turn off every `ifeq ($(X),true)`: behind one of them a recipe may hand itself over to a container. */
function switchesOf(makefile: string): readonly string[] {
  const conditions = makefile.matchAll(/^ifeq \(\$[({](\w+)[)}], *true\)/gm);
  return [...new Set([...conditions].map(([, name]) => `${name}=false`))];
}

/** Commands of a printed recipe that make a role, with the generator's path replaced by its name. */
export function roleCommands(printed: string): readonly string[] {
  return printed
    .replaceAll(/\\\r?\n/g, ' ')
    .split('\n')
    .filter((line) => /\brbac:/.test(line))
    .map((line) => line.replace(/(?:\bgo run\s+)?\S*controller-gen\S*(?=\s)/, 'controller-gen'))
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => /(?:^|\s)controller-gen /.test(line));
}

/** The same call without the generators that make no role: an old one may stumble over the newer types of other modules. */
export function roleOnly(command: string): string {
  const others = 'crd|object|webhook|applyconfiguration|schemapatch';
  const generator = new RegExp(` (["']?)(?:output:)?(?:${others})(?:[:=][^\\s"']*)?\\1(?= |$)`, 'g');
  return command.replaceAll(generator, '');
}

/** Targets whose own recipe, or whose name, speaks of it. A name alone is enough: the call may hide behind a variable. */
export function targetsOf(makefile: string): readonly string[] {
  return rulesOf(makefile).flatMap(({ names, recipe }) => {
    const speaks = /\brbac:|controller-gen|CONTROLLER_GEN/i.test(recipe);
    return names
      .filter((name) => speaks || /manifests|rbac/.test(name))
      .filter((name) => !/controller-gen|clean|install|deploy|release|push|verify/.test(name));
  });
}

/** A rule of a Makefile: its targets by their names, and all that stands behind the colon. */
export interface MakefileRule {
  readonly names: readonly string[];
  readonly recipe: string;
}

/** Special targets such as `.PHONY` are left out. */
export function rulesOf(makefile: string): readonly MakefileRule[] {
  const rule = /^([\w./-]+(?:[ \t]+[\w./-]+)*)[ \t]*::?(?!=)(.*(?:\n(?:\t.*|\s*))*)/gm;
  return [...makefile.matchAll(rule)].map(([, names = '', recipe = '']) => ({
    names: names.split(/\s+/).filter((name) => !name.startsWith('.')),
    recipe,
  }));
}

/** Names of the Makefiles in a folder. */
export function makefilesIn(directory: string): readonly string[] {
  const included = readdirSync(directory).filter((name) => name.endsWith('.mk'));
  return ['Makefile', 'makefile', 'GNUmakefile']
    .filter((name) => existsSync(join(directory, name)))
    .concat(included);
}
