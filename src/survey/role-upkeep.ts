import { isForDiagnostics } from '../kubernetes/role-rewrite.ts';
import { type RoleSource, rolesOf, rulesIn } from '../kubernetes/role-source.ts';
import type { PolicyRule } from '../kubernetes/rules.ts';
import { tryParseYaml } from '../kubernetes/yaml-file.ts';
import type { GeneratorCall } from '../makefile/generator-call.ts';
import type { ModuleRoot } from '../makefile/packages-read.ts';
import type { Repository } from '../repository/repository.ts';
import { emulateCall, type GeneratedFile } from './generated-role.ts';

/**
 * Who keeps the role that a call writes: controller-gen (its markers make all of what is committed), or a person (they
 * do not: the next generation would drop rules, or never writes the file because it finds no marker; facts H).
 */
export type RoleUpkeep =
  | { readonly kept: 'generated'; readonly generated: GeneratedFile }
  | { readonly kept: 'by-hand'; readonly generated: GeneratedFile; readonly reason: string };

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
  const reason = reasonAgainst(generated, roles, committed !== undefined);
  return reason ? { kept: 'by-hand', generated, reason } : { kept: 'generated', generated };
}

function reasonAgainst(
  generated: GeneratedFile,
  roles: readonly RoleSource[],
  exists: boolean,
): string | undefined {
  if (generated.text === undefined) return exists ? 'controller-gen finds no RBAC marker there' : undefined;
  const [doubt] = generated.doubts;
  if (doubt) return `what controller-gen would write is not certain: ${doubt}`;
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

/** Whether each right of a rule is one of `made`, however they are spread over rules. */
function covers(made: readonly PolicyRule[], rule: PolicyRule): boolean {
  return rightsOf(rule).every((right) => made.some((other) => hasRight(other, right)));
}

interface Right {
  readonly group: string;
  readonly resource: string;
  readonly url: string;
  readonly verb: string;
  readonly names: readonly string[];
}

function rightsOf(rule: PolicyRule): Right[] {
  const some = (list: readonly string[]) => (list.length > 0 ? list : ['']);
  return rule.verbs.flatMap((verb) => [
    ...rule.nonResourceURLs.map((url) => ({ group: '', resource: '', url, verb, names: [] })),
    ...some(rule.apiGroups).flatMap((group) =>
      rule.resources.map((resource) => ({ group, resource, url: '', verb, names: rule.resourceNames })),
    ),
  ]);
}

function hasRight(rule: PolicyRule, right: Right): boolean {
  const has = (list: readonly string[], word: string) => list.includes(word) || list.includes('*');
  if (!has(rule.verbs, right.verb)) return false;
  if (right.url) return rule.nonResourceURLs.includes(right.url);
  const named = rule.resourceNames;
  const reaches =
    named.length === 0 || (right.names.length > 0 && right.names.every((name) => named.includes(name)));
  const group =
    rule.apiGroups.includes('core') && right.group === '' ? true : has(rule.apiGroups, right.group);
  return reaches && group && has(rule.resources, right.resource);
}
