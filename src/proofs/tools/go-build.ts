import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ControllerManager } from '../../survey/model.ts';
import type { Attempt } from '../evidence.ts';
import type { Subject } from '../subject.ts';
import { attemptOf, type GoRun, runGoIn } from './go-run.ts';

/** A compiled manager, or why it did not compile. */
export interface Built {
  readonly binary: string;
  readonly attempt: Attempt;
  /** What the compiler said; undefined where it compiled. */
  readonly failure: string | undefined;
}

/** Compiles the entry point of a manager into the scratch folder. */
export async function buildManager(
  subject: Pick<Subject, 'scratch' | 'environments' | 'goFlags'>,
  { entryPoint, source, module }: ControllerManager,
): Promise<Built> {
  const folder = join(subject.scratch.root, 'bin');
  mkdirSync(folder, { recursive: true });
  const binary = join(folder, entryPoint.replaceAll('/', '-').replace(/\.go$/, ''));
  const pattern = packagePattern(module.directory, source.packageDirectory);
  const run = await runGoIn(subject, module.directory, ['build', '-o', binary, pattern]);
  return {
    binary,
    attempt: attemptOf(withoutFolder(run, binary)),
    failure: run.code === 0 ? undefined : run.stderr,
  };
}

/** The package of a folder as go names it in its module: `.`, `./cmd`. */
export function packagePattern(moduleDirectory: string, packageDirectory: string): string {
  if (packageDirectory === moduleDirectory) return '.';
  const prefix = moduleDirectory === '.' ? '' : `${moduleDirectory}/`;
  return `./${packageDirectory.slice(prefix.length)}`;
}

/** The command as one would type it: not with the path of our scratch folder. */
function withoutFolder(run: GoRun, binary: string): GoRun {
  return { ...run, command: run.command.replace(binary, 'bin/manager') };
}
