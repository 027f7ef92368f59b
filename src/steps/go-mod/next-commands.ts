import { posix } from 'node:path';
import type { GoModule } from '../../golang/go-module.ts';
import { workspaceOf } from '../../golang/go-work.ts';
import type { NextCommand } from '../../migration/step.ts';
import type { Repository } from '../../repository/repository.ts';

/** `go mod tidy`, and `go mod vendor` (or `go work vendor`) where vendor/ is committed, each in its folder. */
export function nextCommands(repository: Repository, module: GoModule): NextCommand[] {
  const workspace = workspaceOf(repository, module);
  const tidy = { command: 'go mod tidy', directory: module.directory, reason: tidyReason(workspace) };
  const vendored = workspace === undefined ? undefined : besideWorkspace(workspace);
  if (vendored && repository.has(vendored.list)) {
    return [tidy, { command: 'go work vendor', directory: vendored.folder, reason: VENDOR }];
  }
  if (!module.vendored) return [tidy];
  return [tidy, { command: 'go mod vendor', directory: module.directory, reason: VENDOR }];
}

/** A workspace has one vendor folder, beside go.work. */
function besideWorkspace(workspace: string): { folder: string; list: string } {
  const folder = posix.dirname(workspace);
  return { folder, list: posix.join(folder, 'vendor/modules.txt') };
}

const VENDOR = 'vendor/ holds neither util/flags nor the packages it imports.';

function tidyReason(workspace: string | undefined): string {
  const sums =
    'util/flags imports packages (k8s.io/apiserver, k8s.io/component-base and what they need) whose checksums go.sum may not hold yet.';
  return workspace === undefined ? sums : `${sums} ${workspace} is in force: run go work sync afterwards.`;
}
