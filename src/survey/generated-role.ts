import type { MarkedRule } from '../golang/marker-grammar.ts';
import {
  generateRoles,
  generateRoleText,
  printRoleFile,
  type RuleMarker,
} from '../kubernetes/role-generation.ts';
import type { GeneratedRole } from '../kubernetes/role-print.ts';
import type { GeneratorCall } from '../makefile/generator-call.ts';
import { leavesRepository, type ModuleRoot } from '../makefile/packages-read.ts';
import type { Repository } from '../repository/repository.ts';
import { filesRead } from './files-read.ts';
import { type MarkedFile, markedFiles } from './marked-files.ts';

/** The newest controller-gen, taken where a repository does not tell its own. */
const NEWEST = 'v0.21.0';

/** What a call would find and write. */
export interface GeneratedFile {
  readonly rules: readonly MarkedRule[];
  /** Empty where it finds no marker: controller-gen then writes no file at all. */
  readonly roles: readonly GeneratedRole[];
  readonly text: string | undefined;
  /** Why this is not certain: a marker with an error, a file that is no Go. */
  readonly doubts: readonly string[];
  /** Why there may be more: the call's folder or a path is not known, or is that of another repository. */
  readonly unknown: readonly string[];
}

/**
 * What controller-gen of the call's version would write, from its `rbac` generator (facts D).
 *
 * @param files Go files with markers: those of the repository, or what an edit would leave.
 */
export function emulateCall(
  repository: Repository,
  call: GeneratorCall,
  modules: readonly ModuleRoot[],
  files: readonly MarkedFile[] = markedFiles(repository),
): GeneratedFile {
  const read = filesRead(repository, call, modules, files);
  const markers = read.flatMap((file) => file.markers).filter((marker) => marker.effective);
  const rules = markers.flatMap(({ rule }) => (rule === 'invalid' ? [] : [rule]));
  const roles = generateRoles(rules, versionOf(call), call.role?.roleName ?? '');
  return {
    rules,
    roles,
    text: printRoleFile(roles, versionOf(call), headerOf(repository, call)),
    doubts: doubtsOfFiles(read),
    unknown: unknownIn(call, modules),
  };
}

/** The role file that a call would write from these rules; undefined without any: then it writes none. */
export function printCall(
  repository: Repository,
  call: GeneratorCall,
  rules: readonly RuleMarker[],
): string | undefined {
  return generateRoleText(rules, versionOf(call), call.role?.roleName ?? '', headerOf(repository, call));
}

function versionOf(call: GeneratorCall): string {
  return call.version?.version ?? NEWEST;
}

function headerOf(repository: Repository, call: GeneratorCall): string {
  const file = call.role?.headerFile;
  const text = file === undefined ? '' : (repository.tryRead(file)?.text ?? '');
  return text.replaceAll(' YEAR', ` ${call.role?.year ?? ''}`);
}

function unknownIn({ directory, paths }: GeneratorCall, modules: readonly ModuleRoot[]): string[] {
  if (directory === undefined) return ['the folder that the call runs in is not known'];
  return paths
    .flatMap((option) => option.items)
    .flatMap(({ pattern, resolved }) => {
      if (!resolved) return [`what ${pattern} stands for is not known`];
      return leavesRepository(pattern, directory, modules) ? [`${pattern} is not in this repository`] : [];
    });
}

function doubtsOfFiles(files: readonly MarkedFile[]): string[] {
  return files.flatMap((file) => {
    const invalid = file.markers.some((marker) => marker.effective && marker.rule === 'invalid');
    if (file.unreadable) return [`${file.path} cannot be read`];
    return invalid ? [`${file.path} holds a marker that controller-gen refuses`] : [];
  });
}
