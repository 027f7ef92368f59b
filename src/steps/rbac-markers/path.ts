import { addPath } from '../../makefile/add-path.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import type { DiagnosticsRole } from '../../survey/diagnostics-role.ts';

/** The path of package main for a call that does not read it, as Cluster API added it to its own Makefile. */
export function planPath(repository: Repository, packageDirectory: string, role: DiagnosticsRole): Change[] {
  const file = role.needsPath ? repository.read(role.call.file) : undefined;
  if (!file) return [];
  const added = addPath(file.text, role.call, packageDirectory);
  return [
    edit(file, added, added.replacement, {
      step: 'rbac-markers',
      reason: `controller-gen must read package main, where the markers of ${role.file} stand`,
    }),
  ];
}
