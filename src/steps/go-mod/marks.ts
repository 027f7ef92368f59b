import { posix } from 'node:path';
import { isBuilt } from '../../golang/build-constraint.ts';
import { asChanges } from '../../golang/edits/text-edit.ts';
import { makeDirect } from '../../golang/go-mod-edits.ts';
import type { GoModule } from '../../golang/go-module.ts';
import { importPathsOf } from '../../golang/imported-names.ts';
import { CLUSTER_API, CONTROLLER_RUNTIME, PFLAG_MODULE } from '../../golang/module-paths.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';

/** What the migrated code imports directly: flags are registered on a `*pflag.FlagSet` (facts A2). */
export const IMPORTED = [PFLAG_MODULE, CLUSTER_API, CONTROLLER_RUNTIME];

/** Takes `// indirect` from what package main of an adopted manager imports: `go mod tidy` was forgotten, or not run since. */
export function mendMarks(repository: Repository, module: GoModule, decisions: readonly Decision[]): Edit[] {
  const file = repository.read(module.file);
  if (!file) return [];
  const folders = decisions
    .filter(({ manager }) => manager.module.file === module.file)
    .map(({ manager }) => posix.dirname(manager.entryPoint));
  const imports = importsOfFolders(repository, folders);
  const imported = IMPORTED.filter((path) =>
    imports.some((one) => one === path || one.startsWith(`${path}/`)),
  );
  const indirect = indirectAmong(module, imported);
  return asChanges(file, makeDirect(file, indirect), because('the code imports', indirect));
}

function importsOfFolders(repository: Repository, folders: readonly string[]): string[] {
  return repository.paths
    .filter((path) => path.endsWith('.go') && folders.includes(posix.dirname(path)))
    .map((path) => ({ path, text: repository.tryRead(path)?.text ?? '' }))
    .flatMap(({ path, text }) => (isBuilt(path, text) ? importPathsOf(text) : []));
}

/** Those of the modules that go.mod calls indirect. */
export function indirectAmong(module: GoModule, paths: readonly string[]): string[] {
  return paths.filter((path) => module.requirements.some((one) => one.path === path && one.indirect));
}

/** Why a line of go.mod changes. */
export function because(what: string, paths: readonly string[]): { step: string; reason: string } {
  return { step: 'go-mod', reason: `${what} ${paths.join(' and ')}` };
}
