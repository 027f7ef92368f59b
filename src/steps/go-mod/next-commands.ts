import { posix } from 'node:path';
import type { GoModule } from '../../golang/go-module.ts';
import { workspaceOf } from '../../golang/go-work.ts';
import { CLUSTER_API } from '../../golang/module-paths.ts';
import type { NextCommand } from '../../migration/step.ts';
import type { Repository } from '../../repository/repository.ts';

/** `go mod tidy`, and `go mod vendor` (or `go work vendor`) where vendor/ is committed, each in its folder. */
export function nextCommands(
  repository: Repository,
  module: GoModule,
  imported: readonly string[],
): NextCommand[] {
  const what = imported.includes(CLUSTER_API) ? 'util/flags' : 'metrics/filters of controller-runtime';
  const vendor = `vendor/ holds neither ${what} nor the packages it imports.`;
  const workspace = workspaceOf(repository, module);
  const tidy = { command: 'go mod tidy', directory: module.directory, reason: tidyReason(what, workspace) };
  const vendored = workspace === undefined ? undefined : besideWorkspace(workspace);
  if (vendored && repository.has(vendored.list)) {
    return [tidy, { command: 'go work vendor', directory: vendored.folder, reason: vendor }];
  }
  if (!module.vendored) return [tidy];
  return [tidy, { command: 'go mod vendor', directory: module.directory, reason: vendor }];
}

/** A workspace has one vendor folder, beside go.work. */
function besideWorkspace(workspace: string): { folder: string; list: string } {
  const folder = posix.dirname(workspace);
  return { folder, list: posix.join(folder, 'vendor/modules.txt') };
}

function tidyReason(what: string, workspace: string | undefined): string {
  const sums = `${what} imports packages (k8s.io/apiserver, k8s.io/component-base and what they need) whose checksums go.sum may not hold yet.`;
  return workspace === undefined ? sums : `${sums} ${workspace} is in force: run go work sync afterwards.`;
}
