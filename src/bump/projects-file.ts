import { isMap, isScalar, isSeq, type Scalar } from 'yaml';
import { nodeAt, parseYaml } from '../kubernetes/yaml-file.ts';
import { type Edit, edit } from '../repository/change.ts';
import type { Repository } from '../repository/repository.ts';
import type { SourceFile } from '../repository/source-file.ts';
import { PROJECTS_FILE, type Project } from './project.ts';
import { isCommit } from './tag.ts';

/** New values of one entry; what is undefined stays. */
export interface NewVersion {
  readonly tag: string;
  readonly goVersion: string | undefined;
}

/**
 * Edits of the one entry in UPSTREAM_PROJECTS.yaml that belongs to the project; none where the file does not list it.
 * Undefined where its list of versions does not match the folders, so that nobody can tell which entry it is.
 */
export function projectsFileEdits(
  repository: Repository,
  project: Project,
  version: NewVersion,
): readonly Edit[] | undefined {
  const file = repository.read(PROJECTS_FILE);
  const versions = file ? versionsOf(file, project) : undefined;
  if (!file || !versions) return [];
  const places = placesOf(repository, project);
  const at = places.indexOf(project.branch);
  const entry = versions[at];
  if (places.length !== versions.length || !isMap(entry)) return undefined;
  const key = isCommit(version.tag) ? 'commit' : 'tag';
  return [
    ...replaced(file, entry.get(key, true), version.tag),
    ...(version.goVersion === undefined
      ? []
      : replaced(file, entry.get('go_version', true), version.goVersion)),
  ];
}

function versionsOf(file: SourceFile, { org, repo }: Project): readonly unknown[] | undefined {
  const projects = nodeAt(parseYaml(file).documents[0]?.contents, ['projects']);
  const ofOrg = named(isSeq(projects) ? projects.items : [], 'org', org);
  const repos = nodeAt(ofOrg, ['repos']);
  const versions = nodeAt(named(isSeq(repos) ? repos.items : [], 'name', repo), ['versions']);
  return isSeq(versions) ? versions.items : undefined;
}

function named(items: readonly unknown[], key: string, value: string): unknown {
  return items.find((item) => isMap(item) && String(item.get(key)) === value);
}

/**
 * What the versions are of, in their order: the project itself where it has a GIT_TAG, then its release branches in the order of
 * `release/SUPPORTED_RELEASE_BRANCHES`, which also leaves out branches that are no longer built.
 */
function placesOf(repository: Repository, { home }: Project): readonly (string | undefined)[] {
  const supported = repository.tryRead('release/SUPPORTED_RELEASE_BRANCHES')?.text.split(/\s+/) ?? [];
  const branches = supported.filter((branch) => repository.has(`${home}/${branch}/GIT_TAG`));
  return repository.has(`${home}/GIT_TAG`) ? [undefined, ...branches] : branches;
}

function replaced(file: SourceFile, node: Scalar | undefined | null, value: string): readonly Edit[] {
  if (!isScalar(node) || !node.range) return [];
  const [start, end] = node.range;
  const old = file.text.slice(start, end);
  const keptPlain = !/^["']/.test(old) && looksLikeNumber(old);
  const text = looksLikeNumber(value) && !keptPlain ? `"${value}"` : value;
  return [edit(file, { start, end }, text, { step: 'bump', reason: 'the version that is built' })];
}

/** Such a text is quoted by whoever writes YAML, as it would be read as a number: "1.25". */
function looksLikeNumber(text: string): boolean {
  return /^[-+]?(\d[\d_]*)?\.?\d+(e[-+]?\d+)?$/i.test(text);
}
