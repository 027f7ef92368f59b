import { join } from 'node:path';
import type { Attempt } from '../evidence.ts';
import type { Subject } from '../subject.ts';
import { goFlags } from './environment.ts';
import { type ProgramResult, runProgram } from './run-program.ts';

/** A go command that ran in a module of the copy. */
export interface GoRun extends ProgramResult {
  /** As one would type it in the repository. */
  readonly command: string;
  readonly version: string;
}

/** A first compile of a Kubernetes client on a slow machine. */
const TIMEOUT = 45 * 60_000;

/** Runs go in a module of the copy. */
export async function runGoIn(
  subject: Pick<Subject, 'scratch' | 'environments' | 'goFlags'>,
  directory: string,
  args: readonly string[],
): Promise<GoRun> {
  const flags = await subject.goFlags(directory);
  const { fetching } = subject.environments;
  const result = await runProgram('go', args, {
    cwd: join(subject.scratch.tree, directory),
    env: { ...fetching, GOFLAGS: goFlags(flags) },
    timeout: TIMEOUT,
  });
  const where = directory === '.' ? '' : `cd ${directory} && `;
  const mode = flags === '' ? '' : `GOFLAGS=${flags} `;
  return {
    ...result,
    stderr: result.stderr.replaceAll(`${subject.scratch.tree}/`, ''),
    command: `${where}${mode}go ${args.join(' ')}`,
    version: await goVersion(subject),
  };
}

export function attemptOf({ command, version, milliseconds }: GoRun): Attempt {
  return { tool: 'go', version, command, milliseconds };
}

/** e.g. `go1.26.8`. */
export async function goVersion({
  environments,
  scratch,
}: Pick<Subject, 'environments' | 'scratch'>): Promise<string> {
  const said = await runProgram('go', ['version'], { cwd: scratch.home, env: environments.fetching });
  return /\bgo\d\S*/.exec(said.stdout)?.[0] ?? 'unknown';
}
