import { rewriteRole } from '../../kubernetes/role-rewrite.ts';
import { type RoleSource, rolesOf } from '../../kubernetes/role-source.ts';
import { parseYaml } from '../../kubernetes/yaml-file.ts';
import type { Change } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import type { DiagnosticsRole } from '../../survey/diagnostics-role.ts';
import { extendRole, toChanges } from './extend.ts';

/** What becomes of the file that controller-gen writes, or could write. */
export interface RoleFileChange {
  readonly changes: readonly Change[];
  /** Its ClusterRole as it was. */
  readonly source: RoleSource | undefined;
}

/**
 * The edits of role.yaml: what the next generation prints, where the file is what the last one printed; else the two
 * rules alone, at the place where that version of controller-gen prints them. A file that is not there yet is left to
 * the generator.
 */
export function planRoleFile(repository: Repository, role: DiagnosticsRole): RoleFileChange {
  const file = repository.read(role.file);
  if (!file) return { changes: [], source: undefined };
  const roles = rolesOf(parseYaml(file)).filter(({ kind }) => kind === 'ClusterRole');
  const source = roles.find(({ name }) => name === role.call.role?.roleName) ?? roles[0];
  if (role.kept === 'generated' && role.after !== undefined) {
    const splices = rewriteRole(file.text, role.before ?? '', role.after);
    if (splices) return { changes: toChanges(file, splices), source };
  }
  const merges = role.kept === 'generated' && role.mergesResources;
  return { changes: source ? extendRole(source, merges) : [], source };
}
