import type { BoundRole } from '../kubernetes/grants.ts';
import { isForDiagnostics } from '../kubernetes/role-rewrite.ts';
import { type RoleSource, rolesOf, rulesIn } from '../kubernetes/role-source.ts';
import { covers } from '../kubernetes/rule-coverage.ts';
import { DIAGNOSTICS_RULES, grants, type PolicyRule } from '../kubernetes/rules.ts';
import { readsPackage } from '../makefile/packages-read.ts';
import { isHeldBy, rulesOfMarkers } from './files-read.ts';
import { type MarkedFile, markedFiles } from './marked-files.ts';
import type { Survey } from './model.ts';

/** A role that markers make, though no call is known that writes it: the generator runs from a program, say. */
export interface UnseenGenerator {
  /** Path of the role file. */
  readonly file: string;
  /** A file whose markers it reads, since what they make is in the role. */
  readonly host: string;
  /** The rules that no marker there makes. */
  readonly missing: readonly PolicyRule[];
}

/** The first of the roles bound to a manager that is evidently generated: all its rules are made by markers of files that no known call reads. */
export function unseenGenerator(survey: Survey, bound: readonly BoundRole[]): UnseenGenerator | undefined {
  const files = markedFiles(survey.repository).filter((file) => !isReadByKnownCall(survey, file));
  const roles = bound.flatMap(({ role, clusterWide }) =>
    role && clusterWide ? rolesOf(role.file).filter(({ index }) => index === role.index) : [],
  );
  for (const role of roles) {
    const made = files.filter((file) => isHeldBy(file, rolesOf(role.file)));
    const rules = made.flatMap(rulesOfMarkers);
    const [host] = made;
    if (host && isMadeOf(role, rules)) {
      const missing = DIAGNOSTICS_RULES.filter((wanted) => !grants(rules, wanted));
      return { file: role.file.path, host: host.path, missing };
    }
  }
  return undefined;
}

/** What a known call reads it makes: markers added there would change that call's role. */
function isReadByKnownCall({ generatorCalls, modules }: Survey, file: MarkedFile): boolean {
  return generatorCalls.some(
    (call) => call.role?.file !== undefined && readsPackage(call, file.directory, modules) !== false,
  );
}

function isMadeOf(role: RoleSource, made: readonly PolicyRule[]): boolean {
  return rulesIn(role).every((rule) => isForDiagnostics(rule) || covers(made, rule));
}
