import { insertRules, type Splice } from '../../kubernetes/role-insertion.ts';
import type { RoleSource } from '../../kubernetes/role-source.ts';
import { DIAGNOSTICS_RULES } from '../../kubernetes/rules.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { SourceFile } from '../../repository/source-file.ts';

const WHY = {
  step: 'role-rules',
  reason:
    'the endpoint asks the API server who a client is and what it may read: the manager must be allowed to',
};

/** The edits that let a role create both reviews; none where it does. */
export function extendRole(role: RoleSource, mergesResources: boolean): Change[] {
  return toChanges(role.file, insertRules(role, DIAGNOSTICS_RULES, { mergesResources }));
}

/** Splices of a role file as changes of this step. */
export function toChanges(file: SourceFile, splices: readonly Splice[]): Change[] {
  return splices.map((splice) => edit(file, splice, splice.replacement, WHY));
}
