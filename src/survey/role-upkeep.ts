import { isForDiagnostics } from '../kubernetes/role-rewrite.ts';
import { type RoleSource, rolesOf, rulesIn } from '../kubernetes/role-source.ts';
import { covers } from '../kubernetes/rule-coverage.ts';
import type { PolicyRule } from '../kubernetes/rules.ts';
import { tryParseYaml } from '../kubernetes/yaml-file.ts';
import type { GeneratorCall } from '../makefile/generator-call.ts';
import type { ModuleRoot } from '../makefile/packages-read.ts';
import type { Repository } from '../repository/repository.ts';
import { emulateCall, type GeneratedFile } from './generated-role.ts';

/**
 * Who keeps the role that a call writes: controller-gen (its markers make all of what is committed), or a person (they
 * do not: the next generation would drop rules, or never writes the file because it finds no marker; facts H).
 * `unknown`: something that the call reads cannot be read here, so that the rest may well be made there.
 */
export type RoleUpkeep =
  | { readonly kept: 'generated'; readonly generated: GeneratedFile }
  | { readonly kept: 'by-hand' | 'unknown'; readonly generated: GeneratedFile; readonly reason: string };

/** Judges the role file of a call. One that is not there yet counts as generated as soon as there is a marker. */
export function judgeUpkeep(
  repository: Repository,
  call: GeneratorCall,
  modules: readonly ModuleRoot[],
): RoleUpkeep {
  const generated = emulateCall(repository, call, modules);
  const committed = repository.tryRead(call.role?.file ?? '');
  if (committed && generated.text === committed.text) return { kept: 'generated', generated };
  const roles = committed ? rolesOf(tryParseYaml(committed) ?? { ...committed, documents: [] }) : [];
  if (generated.doubts[0] !== undefined) return { kept: 'unknown', generated, reason: generated.doubts[0] };
  const reason = reasonAgainst(generated, roles, committed !== undefined);
  if (!reason) return { kept: 'generated', generated };
  const [unknown] = generated.unknown;
  return unknown === undefined
    ? { kept: 'by-hand', generated, reason }
    : { kept: 'unknown', generated, reason: unknown };
}

function reasonAgainst(
  generated: GeneratedFile,
  roles: readonly RoleSource[],
  exists: boolean,
): string | undefined {
  if (generated.text === undefined) return exists ? 'controller-gen finds no RBAC marker there' : undefined;
  const lost = roles.flatMap((role) => lostRules(role, generated));
  if (lost.length === 0) return undefined;
  return `its markers do not make ${lost.length === 1 ? 'one' : lost.length} of the rules that it holds`;
}

/** The rules of a committed role that the markers do not make, those for the diagnostics endpoint aside. */
function lostRules(role: RoleSource, generated: GeneratedFile): PolicyRule[] {
  const made = generated.roles
    .filter((other) => (other.namespace || undefined) === role.namespace && other.kind === role.kind)
    .flatMap((other) => other.rules);
  return rulesIn(role).filter((rule) => !isForDiagnostics(rule) && !covers(made, rule));
}
