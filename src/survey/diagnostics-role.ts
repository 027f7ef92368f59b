import { posix } from 'node:path';
import { type RuleMarker, ruleOfMarker } from '../kubernetes/role-generation.ts';
import { DIAGNOSTICS_RULES, grants, type PolicyRule } from '../kubernetes/rules.ts';
import type { GeneratorCall } from '../makefile/generator-call.ts';
import { type ModuleRoot, readsPackage, runsInModuleOf } from '../makefile/packages-read.ts';
import type { Repository } from '../repository/repository.ts';
import { filesRead } from './files-read.ts';
import { emulateCall, type GeneratedFile, printCall } from './generated-role.ts';
import { type MarkedFile, markedFiles } from './marked-files.ts';
import { judgeUpkeep, type RoleUpkeep } from './role-upkeep.ts';

/** What the markers of a manager's role must become, so that controller-gen writes the diagnostics rules into it. */
export interface DiagnosticsRole {
  readonly call: GeneratorCall;
  /** Path of the role file. */
  readonly file: string;
  /** Unless `generated`, no marker may be added where the call reads, and no path to it. */
  readonly kept: RoleUpkeep['kept'];
  /** Why it is kept by hand, or who keeps it is not known; '' else. */
  readonly reason: string;
  /** The rules that no marker makes which the call reads. */
  readonly missing: readonly PolicyRule[];
  /** Those of them that no marker in package main would make either: each needs one there. */
  readonly unmarked: readonly PolicyRule[];
  /** The call must be told to read package main. */
  readonly needsPath: boolean;
  /**
   * The file that gets the markers instead of package main, which holds others that the call may not read; its last
   * effective marker shows the place. Undefined for package main.
   */
  readonly host: string | undefined;
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
  written: GeneratorCall,
  modules: readonly ModuleRoot[],
  packageDirectory: string,
): DiagnosticsRole | undefined {
  const file = written.role?.file;
  if (file === undefined) return undefined;
  const call = dated(repository, written, modules);
  const { generated, ...upkeep } = judgeUpkeep(repository, call, modules);
  const missing = missingFrom(generated.rules);
  const read = filesRead(repository, call, modules, markedFiles(repository));
  const needsPath = missing.length > 0 && !reads(call, modules, read, packageDirectory);
  const enlarged = needsPath
    ? emulateCall(repository, withPackage(call, packageDirectory), modules)
    : generated;
  const after = (rules: readonly RuleMarker[]) =>
    printCall(repository, call, [...rules, ...missing.map(markerOf)]);
  const isPathless =
    call.directory === undefined ||
    !runsInModuleOf(call, packageDirectory, modules) ||
    (enlarged !== generated && after(enlarged.rules) !== after(generated.rules));
  const host = needsPath && isPathless ? hostIn(read) : undefined;
  const harm = host === undefined ? (isPathless ? OTHER_MARKERS : newDoubt(generated, enlarged)) : undefined;
  const kept = upkeep.kept === 'generated' && harm !== undefined ? 'unknown' : upkeep.kept;
  return {
    call,
    file,
    kept,
    reason: upkeep.kept === 'generated' ? (harm ?? '') : upkeep.reason,
    missing,
    unmarked: host === undefined ? missingFrom(enlarged.rules) : missing,
    needsPath: needsPath && host === undefined,
    host,
    before: generated.text,
    after: kept === 'generated' ? after(generated.rules) : undefined,
    mergesResources: !/^v0\.(\d|1[0-5])\./.test(call.version?.version ?? ''),
  };
}

/** One version for each format (facts D4), the newest first. */
const FORMATS = ['v0.21.0', 'v0.18.0', 'v0.16.5', 'v0.16.1', 'v0.15.0', 'v0.11.3', 'v0.7.0'];

/** Where nothing tells the version, the committed file may: it is the output of one of them. */
function dated(repository: Repository, call: GeneratorCall, modules: readonly ModuleRoot[]): GeneratorCall {
  const file = repository.tryRead(call.role?.file ?? '');
  if (call.version || !file) return call;
  const candidates = FORMATS.map((version): GeneratorCall => {
    return { ...call, version: { version, file: file.path, from: 'annotation' } };
  });
  return candidates.find((each) => emulateCall(repository, each, modules).text === file.text) ?? call;
}

const OTHER_MARKERS = 'package main, which its call does not read, holds other markers';

/** Whether a call reads a package: by its paths, or because what the markers there make is in the role. */
function reads(
  call: GeneratorCall,
  modules: readonly ModuleRoot[],
  read: readonly MarkedFile[],
  directory: string,
): boolean {
  return readsPackage(call, directory, modules) === true || read.some((file) => file.directory === directory);
}

/** The first file with markers that the call reads already. */
function hostIn(read: readonly MarkedFile[]): string | undefined {
  return read.find((file) => file.markers.some((marker) => marker.effective))?.path;
}

function newDoubt(now: GeneratedFile, then: GeneratedFile): string | undefined {
  return then.doubts.length > now.doubts.length
    ? `with package main, ${then.doubts.at(-1) ?? ''}`
    : undefined;
}

function missingFrom(rules: readonly RuleMarker[]): PolicyRule[] {
  const granted = rules.filter((rule) => rule.namespace === '').map(ruleOfMarker);
  return DIAGNOSTICS_RULES.filter((wanted) => !grants(granted, wanted));
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
