import { join } from 'node:path';
import { workspaceOf } from '../../golang/go-work.ts';
import type { Survey } from '../../survey/model.ts';
import { type Environments, goFlags } from './environment.ts';
import { runProgram } from './run-program.ts';
import type { Scratch } from './scratch.ts';

/**
 * The `-mod=` that a module needs: none in a workspace, where go refuses it; its vendor/ where that fits its go.mod; else go.mod
 * alone, with missing lines added in the copy.
 */
export async function moduleMode(
  { repository, modules }: Survey,
  scratch: Scratch,
  environments: Environments,
  directory: string,
): Promise<string> {
  const module = modules.find((one) => one.directory === directory);
  if (module && workspaceOf(repository, module) !== undefined) return '';
  if (!module?.vendored) return '-mod=mod';
  const asked = await runProgram('go', ['list', '-mod=vendor', '-deps', '.'], {
    cwd: join(scratch.tree, directory),
    env: { ...environments.offline, GOFLAGS: goFlags('') },
  });
  return /inconsistent vendoring|cannot find (?:module|package)/.test(asked.stderr)
    ? '-mod=mod'
    : '-mod=vendor';
}
