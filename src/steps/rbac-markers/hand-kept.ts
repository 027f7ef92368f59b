import type { Finding } from '../../migration/finding.ts';
import type { Repository } from '../../repository/repository.ts';
import type { DiagnosticsRole } from '../../survey/diagnostics-role.ts';

/** Says why a role gets its rules without markers: with them the next generation would replace it. */
export function handKept(repository: Repository, role: DiagnosticsRole): Finding[] {
  if (!repository.has(role.file)) return [];
  return [
    {
      rule: 'role-kept-by-hand',
      level: 'note',
      path: role.file,
      line: 1,
      column: 1,
      message: `this role is kept by hand (${role.reason}), so it gets its rules without markers: with them the call in ${role.call.file} would write it anew and drop the others`,
    },
  ];
}
