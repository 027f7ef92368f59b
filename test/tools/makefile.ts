import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';

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
export async function generatorLines(directory: string): Promise<readonly GeneratorLine[]> {
  const found = new Map<string, GeneratorLine>();
  for (const target of candidateTargets(directory)) {
    const printed = await run('make', ['--dry-run', '--keep-going', target], {
      cwd: directory,
      timeout: 60_000,
    });
    for (const command of roleCommands(printed.stdout)) {
      if (!found.has(command)) found.set(command, { target, command });
    }
  }
  return [...found.values()];
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

/** Targets whose own recipe, or whose name, speaks of it. A name alone is enough: the call may hide behind a variable. */
function candidateTargets(directory: string): readonly string[] {
  const targets = new Set<string>();
  for (const file of makefiles(directory)) {
    for (const target of targetsOf(readFileSync(join(directory, file), 'utf8'))) targets.add(target);
  }
  return [...targets];
}

/** Exported for its test. */
export function targetsOf(makefile: string): readonly string[] {
  const rule = /^([\w./-]+(?:[ \t]+[\w./-]+)*)[ \t]*::?(?!=)(.*(?:\n(?:\t.*|\s*))*)/gm;
  return [...makefile.matchAll(rule)].flatMap(([, names = '', recipe = '']) => {
    const speaks = /\brbac:|controller-gen|CONTROLLER_GEN/i.test(recipe);
    return names
      .split(/\s+/)
      .filter((name) => !name.startsWith('.') && (speaks || /manifests|rbac/.test(name)))
      .filter((name) => !/controller-gen|clean|install|deploy|release|push|verify/.test(name));
  });
}

function makefiles(directory: string): readonly string[] {
  const included = readdirSync(directory).filter((name) => name.endsWith('.mk'));
  return ['Makefile', 'makefile', 'GNUmakefile']
    .filter((name) => existsSync(join(directory, name)))
    .concat(included);
}
