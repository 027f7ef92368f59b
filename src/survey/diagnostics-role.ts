import { posix } from 'node:path';
import { type RuleMarker, ruleOfMarker } from '../kubernetes/role-generation.ts';
import { DIAGNOSTICS_RULES, grants, type PolicyRule } from '../kubernetes/rules.ts';
import type { GeneratorCall } from '../makefile/generator-call.ts';
import { type ModuleRoot, readsPackage } from '../makefile/packages-read.ts';
import type { Repository } from '../repository/repository.ts';
import { emulateCall, printCall } from './generated-role.ts';
import { judgeUpkeep } from './role-upkeep.ts';

/** What the markers of a manager's role must become, so that controller-gen writes the diagnostics rules into it. */
export interface DiagnosticsRole {
  readonly call: GeneratorCall;
  /** Path of the role file. */
  readonly file: string;
  /** `by-hand`: no marker may be added where the call reads, and no path to it. */
  readonly kept: 'generated' | 'by-hand';
  /** Why it is kept by hand; '' else. */
  readonly reason: string;
  /** The rules that no marker makes which the call reads: each needs one in package main. */
  readonly missing: readonly PolicyRule[];
  /** The call does not read package main yet. */
  readonly needsPath: boolean;
  /** What controller-gen writes today, without the missing rules; undefined without markers. */
  readonly before: string | undefined;
  /** What it writes with them; undefined where the role is kept by hand. */
  readonly after: string | undefined;
  /** controller-gen from 0.16 on puts rules together that differ in resources alone. */
  readonly mergesResources: boolean;
}

/**
 * Judges the role that a call writes for the manager whose package main is `packageDirectory`.
 */
export function diagnosticsRole(
  repository: Repository,
  call: GeneratorCall,
  modules: readonly ModuleRoot[],
  packageDirectory: string,
): DiagnosticsRole | undefined {
  const file = call.role?.file;
  if (file === undefined) return undefined;
  const upkeep = judgeUpkeep(repository, call, modules);
  const rules = upkeep.generated.rules;
  const missing = DIAGNOSTICS_RULES.filter((wanted) => !grants(clusterWide(rules), wanted));
  const needsPath = missing.length > 0 && readsPackage(call, packageDirectory, modules) !== true;
  const changes = needsPath ? changedByPath(repository, call, modules, packageDirectory) : undefined;
  const reason = upkeep.kept === 'by-hand' ? upkeep.reason : changes;
  return {
    call,
    file,
    kept: reason === undefined ? 'generated' : 'by-hand',
    reason: reason ?? '',
    missing,
    needsPath,
    before: upkeep.generated.text,
    after: reason === undefined ? printCall(repository, call, [...rules, ...missing.map(markerOf)]) : undefined,
    mergesResources: !/^v0\.(\d|1[0-5])\./.test(call.version?.version ?? ''),
  };
}

/** Package main may hold other markers, which the call would read together with ours. */
function changedByPath(
  repository: Repository,
  call: GeneratorCall,
  modules: readonly ModuleRoot[],
  packageDirectory: string,
): string | undefined {
  const enlarged = withPackage(call, packageDirectory);
  const [now, then] = [emulateCall(repository, call, modules), emulateCall(repository, enlarged, modules)];
  if (then.doubts.length > now.doubts.length) return `with package main, ${then.doubts.at(-1) ?? ''}`;
  return then.text === now.text ? undefined : 'package main holds other markers, which would change the role';
}

/** The call as it is with one more path. Its ranges are those of the call itself. */
export function withPackage(call: GeneratorCall, directory: string): GeneratorCall {
  const pattern = `./${posix.relative(call.directory ?? '.', directory)}`;
  const place = { start: call.end, end: call.end };
  const items = [{ ...place, pattern, resolved: call.directory !== undefined }];
  return { ...call, paths: [...call.paths, { ...place, form: 'single', items }] };
}

function markerOf(rule: PolicyRule): RuleMarker {
  return {
    groups: rule.apiGroups,
    resources: rule.resources,
    resourceNames: rule.resourceNames,
    urls: rule.nonResourceURLs,
    verbs: rule.verbs,
    namespace: '',
    roleName: '',
  };
}

function clusterWide(rules: readonly RuleMarker[]): PolicyRule[] {
  return rules.filter((rule) => rule.namespace === '').map(ruleOfMarker);
}
