import type { Finding } from '../migration/finding.ts';
import type { NextCommand } from '../migration/step.ts';
import { type Change, edit } from '../repository/change.ts';
import { buildChangeSet, type ChangeSet } from '../repository/change-set.ts';
import { refusal } from '../repository/problem.ts';
import type { Repository } from '../repository/repository.ts';
import { type ChosenTag, chooseTag, type TagRequest } from './choose-tag.ts';
import { goVersionAt, growsMinor } from './go-version.ts';
import { nextCommands } from './next.ts';
import { PROJECTS_FILE, type Project, pinnedValue } from './project.ts';
import { projectsFileEdits } from './projects-file.ts';
import { readmeEdits } from './readme-badge.ts';
import type { Upstream } from './upstream.ts';

/** What a bump would do. */
export interface BumpPlan {
  readonly project: Project;
  readonly from: string;
  /** Undefined where the project has diagnostics already. */
  readonly to: string | undefined;
  readonly changeSet: ChangeSet;
  readonly findings: readonly Finding[];
  readonly next: readonly NextCommand[];
}

/** Plans the bump of one project. Throws a refusal for a tag that must not be taken. */
export async function planBump(
  repository: Repository,
  project: Project,
  request: TagRequest,
  upstream: Upstream | undefined,
): Promise<BumpPlan> {
  const from = pinnedValue(repository, project, 'GIT_TAG') ?? '';
  const chosen = await chooseTag(project, from, request, upstream);
  const nothing = { project, from, to: undefined, findings: [], next: [] };
  if (!chosen) return { ...nothing, changeSet: buildChangeSet(repository, []) };
  const go = await goVersion(repository, project, upstream, chosen.tag);
  const listed = projectsFileEdits(repository, project, { tag: chosen.tag, goVersion: go.change });
  const changeSet = buildChangeSet(repository, [
    ...replaced(repository, project, 'GIT_TAG', chosen.tag),
    ...(go.change === undefined ? [] : replaced(repository, project, 'GOLANG_VERSION', go.change)),
    ...(listed ?? []),
    ...readmeEdits(repository, project, chosen.tag),
  ]);
  const unchanged = changeSet.files.length === 0;
  return {
    project,
    from,
    to: chosen.tag,
    changeSet,
    findings: [...doubts(project, chosen), ...(listed ? [] : [unlisted(project)])],
    next: unchanged ? [] : nextCommands(repository, project, go.unknown ? chosen.tag : undefined),
  };
}

interface GoChange {
  /** The new GOLANG_VERSION; undefined where it stays. */
  readonly change: string | undefined;
  /** Nobody could look. */
  readonly unknown: boolean;
}

async function goVersion(
  repository: Repository,
  project: Project,
  upstream: Upstream | undefined,
  tag: string,
): Promise<GoChange> {
  const current = pinnedValue(repository, project, 'GOLANG_VERSION');
  if (current === undefined) return { change: undefined, unknown: false };
  const found = upstream ? await goVersionAt(repository, project, upstream, tag) : undefined;
  if (found === undefined) return { change: undefined, unknown: true };
  return { change: growsMinor(current, found) ? found : undefined, unknown: false };
}

/** A file of one line: the whole text is replaced, with one newline, as the repository's own tool writes it. */
function replaced(repository: Repository, project: Project, name: string, value: string): readonly Change[] {
  const path = `${project.folder}/${name}`;
  const file = repository.read(path);
  if (!file)
    throw refusal({ code: 'no-such-file', file: path, reason: 'this file is missing', hint: 'Restore it.' });
  if (file.text.trim() === value) return [];
  return [
    edit(file, { start: 0, end: file.text.length }, `${value}\n`, { step: 'bump', reason: `now ${value}` }),
  ];
}

function doubts(project: Project, { tag, against, looked }: ChosenTag): readonly Finding[] {
  if (against === undefined || !looked) return [];
  const message =
    against === tag
      ? `${tag} does not register the flags of diagnostics`
      : `${tag} registers the flags of diagnostics, but ${against}, a later patch of its minor, does not`;
  const fix = 'Leave --to out to get the newest tag that has them; --oldest for the first one.';
  return [finding('tag-without-diagnostics', project, message, fix)];
}

function unlisted(project: Project): Finding {
  const message = `${PROJECTS_FILE} lists other versions of ${project.org}/${project.repo} than there are folders: it was left alone`;
  return finding('projects-file-mismatch', project, message, 'Run make generate.');
}

function finding(rule: string, { folder }: Project, message: string, fix: string): Finding {
  return { rule, level: 'warning', path: `${folder}/GIT_TAG`, line: 1, column: 1, message, fix };
}
