import { posix } from 'node:path';
import type { GoModule } from '../../golang/go-module.ts';
import { workspaceOf } from '../../golang/go-work.ts';
import type { NextCommand } from '../../migration/step.ts';
import type { Repository } from '../../repository/repository.ts';

/** `go mod tidy`, and `go mod vendor` (or `go work vendor`) where vendor/ is committed, each in its folder. */
export function nextCommands(repository: Repository, module: GoModule): NextCommand[] {
  const workspace = workspaceOf(repository, module);
  const folder = workspace === undefined ? undefined : posix.dirname(workspace);
  const commands: NextCommand[] = [
    { command: 'go mod tidy', directory: module.directory, reason: tidyReason(workspace) },
  ];
  if (module.vendored)
    commands.push({ command: 'go mod vendor', directory: module.directory, reason: VENDOR });
  if (
    folder !== undefined &&
    repository.has(folder === '.' ? 'vendor/modules.txt' : `${folder}/vendor/modules.txt`)
  ) {
    if (!(module.vendored && folder === module.directory)) {
      commands.push({ command: 'go work vendor', directory: folder, reason: VENDOR });
    }
  }
  return commands.filter(({ command, directory }) => !(command === 'go mod vendor' && directory === folder));
}

const VENDOR = 'vendor/ holds neither util/flags nor the packages it imports.';

function tidyReason(workspace: string | undefined): string {
  const sums =
    'util/flags imports packages (k8s.io/apiserver, k8s.io/component-base and what they need) whose checksums go.sum may not hold yet.';
  return workspace === undefined ? sums : `${sums} ${workspace} is in force: run go work sync afterwards.`;
}
