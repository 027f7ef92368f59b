import type { Finding } from '../../migration/finding.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt } from '../../repository/source-file.ts';
import type { DiagnosticsRole } from '../../survey/diagnostics-role.ts';
import type { UnseenGenerator } from '../../survey/unseen-generator.ts';
import { markerText } from './markers.ts';

/** Says why a role gets its rules without markers, and what is left to do where nobody can know what the next generation does. */
export function withoutMarkers(repository: Repository, role: DiagnosticsRole): Finding[] {
  if (!repository.has(role.file)) return [];
  return role.kept === 'by-hand' ? [handKept(role)] : [unknownUpkeep(repository, role)];
}

/** Says where the markers went, though no call is known that reads them. */
export function unseenCall({ file, host }: UnseenGenerator): Finding {
  return {
    rule: 'role-generation-unknown',
    level: 'note',
    path: file,
    line: 1,
    column: 1,
    message: `no controller-gen call is known that writes this role, but markers such as those in ${host} make all of it: the new ones stand beside them`,
    fix: 'Generate it again: nothing should change.',
  };
}

function handKept(role: DiagnosticsRole): Finding {
  return {
    rule: 'role-kept-by-hand',
    level: 'note',
    path: role.file,
    line: 1,
    column: 1,
    message: `this role is kept by hand (${role.reason}): it gets no markers, with which the call in ${role.call.file} would write it anew and drop its other rules`,
  };
}

function unknownUpkeep(repository: Repository, role: DiagnosticsRole): Finding {
  const text = repository.tryRead(role.call.file)?.text ?? '';
  const markers = role.missing.map((rule) => `// ${markerText(rule)}`).join(' and ');
  return {
    rule: 'role-generation-unknown',
    level: 'warning',
    path: role.call.file,
    ...positionAt(text, role.call.start),
    message: `what this call makes of ${role.file} cannot be told (${role.reason}): the role gets its rules without markers, and the next generation may drop them`,
    fix: `Run it. Where the rules for tokenreviews and subjectaccessreviews are gone then, add ${markers} to a file that it reads, and run it again.`,
  };
}
