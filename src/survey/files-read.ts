import type { MarkedRule } from '../golang/marker-grammar.ts';
import { ruleOfMarker } from '../kubernetes/role-generation.ts';
import { type RoleSource, rolesOf, rulesIn } from '../kubernetes/role-source.ts';
import { covers } from '../kubernetes/rule-coverage.ts';
import type { PolicyRule } from '../kubernetes/rules.ts';
import { tryParseYaml } from '../kubernetes/yaml-file.ts';
import type { GeneratorCall } from '../makefile/generator-call.ts';
import { type ModuleRoot, readsPackage } from '../makefile/packages-read.ts';
import type { Repository } from '../repository/repository.ts';
import type { MarkedFile } from './marked-files.ts';

/**
 * The marked files that a call reads. Where its paths do not tell (a loop of the shell, a variable from outside), a
 * file counts as read when the role that the call writes holds all that its markers make.
 */
export function filesRead(
  repository: Repository,
  call: GeneratorCall,
  modules: readonly ModuleRoot[],
  files: readonly MarkedFile[],
): MarkedFile[] {
  const told = files.map((file) => ({ file, reads: readsPackage(call, file.directory, modules) }));
  const isOpen = told.some(({ reads }) => reads === undefined);
  const roles = isOpen ? committedRoles(repository, call.role?.file) : [];
  return told.flatMap(({ file, reads }) => ((reads ?? isHeldBy(file, roles)) ? [file] : []));
}

/** Whether roles hold everything that the markers of a file make. A file without a marker that counts makes nothing. */
export function isHeldBy(file: MarkedFile, roles: readonly RoleSource[]): boolean {
  const effective = file.markers.filter((marker) => marker.effective);
  return (
    effective.length > 0 &&
    effective.every(({ rule }) => {
      if (rule === 'invalid') return false;
      const held = roles.filter((role) => (role.namespace ?? '') === rule.namespace).flatMap(rulesIn);
      return covers(held, policyRule(rule));
    })
  );
}

/** The rules that the markers of a file put into the ClusterRole. */
export function rulesOfMarkers(file: MarkedFile): PolicyRule[] {
  return file.markers.flatMap(({ effective, rule }) =>
    effective && rule !== 'invalid' && rule.namespace === '' ? [policyRule(rule)] : [],
  );
}

/** `core` in a marker becomes `""` in the role (facts D3). */
function policyRule(rule: MarkedRule): PolicyRule {
  return ruleOfMarker({ ...rule, groups: rule.groups.map((group) => (group === 'core' ? '' : group)) });
}

function committedRoles(repository: Repository, path: string | undefined): RoleSource[] {
  const file = path === undefined ? undefined : repository.tryRead(path);
  const parsed = file && tryParseYaml(file);
  return parsed ? rolesOf(parsed) : [];
}
