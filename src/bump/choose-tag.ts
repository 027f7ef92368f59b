import { type ProblemError, refusal } from '../repository/problem.ts';
import type { Project } from './project.ts';
import { compareTags, isCommit, isPrerelease, isSameMinor, parseTag, type ReleaseTag } from './tag.ts';
import { counterExample, type Upstream } from './upstream.ts';

/** What was asked for. */
export interface TagRequest {
  /** The tag named; undefined to look for one. */
  readonly to: string | undefined;
  /** The first tag that fits, not the newest. */
  readonly oldest: boolean;
  /** Only tags of the current minor: on a release branch. */
  readonly sameMinor: boolean;
}

/** The tag to move to, and what is known of it. */
export interface ChosenTag {
  readonly tag: string;
  /** A tag without diagnostics that speaks against it; undefined where none does, or where nobody could look. */
  readonly against: string | undefined;
  /** Whether a clone was there to look at. */
  readonly looked: boolean;
}

/**
 * The tag to move a project to. Undefined where it has what is wanted already.
 * Throws a refusal for a downgrade, a pre-release, a tag that does not exist, and where no tag fits.
 */
export async function chooseTag(
  project: Project,
  current: string,
  request: TagRequest,
  upstream: Upstream | undefined,
): Promise<ChosenTag | undefined> {
  if (request.to !== undefined) return namedTag(project, current, request.to, upstream);
  if (upstream === undefined) throw nothingToChooseFrom(project);
  return searchedTag(project, current, request, upstream);
}

async function namedTag(
  project: Project,
  current: string,
  to: string,
  upstream: Upstream | undefined,
): Promise<ChosenTag> {
  if (upstream && !isCommit(to) && !upstream.clone.tags.includes(to)) throw noSuchTag(project, to, upstream);
  const [from, target] = [parseTag(current), parseTag(to)];
  checkKind(project, current, to);
  if (target && isPrerelease(target)) throw prerelease(project, to);
  if (from && target) checkDirection(project, from, target);
  const against = upstream && target ? await counterExample(upstream, target) : undefined;
  return { tag: to, against, looked: upstream !== undefined && target !== undefined };
}

function checkKind(project: Project, current: string, to: string): void {
  if (!/^[\w./+-]+$/.test(to) || to.startsWith('-')) {
    throw problem(
      project,
      'wrong-tag',
      `${JSON.stringify(to)} is no tag`,
      'Give a tag of the upstream project, such as v1.2.3.',
    );
  }
  if (isCommit(current) !== isCommit(to)) {
    const kinds = isCommit(current) ? 'a commit, and this is a tag' : 'a tag, and this is a commit';
    throw problem(
      project,
      'another-kind',
      `${project.name} follows ${kinds}`,
      'Change GIT_TAG by hand where that is wanted.',
    );
  }
}

function checkDirection(project: Project, from: ReleaseTag, to: ReleaseTag): void {
  const difference = compareTags(to, from);
  if (difference === undefined) {
    const reason = `${to.name} and ${from.name} are numbered differently: neither is newer`;
    throw problem(project, 'another-kind', reason, 'Name a tag of the same series.');
  }
  if (difference < 0) {
    const reason = `${to.name} is older than ${from.name}`;
    throw problem(
      project,
      'downgrade',
      reason,
      'A bump goes upwards only; to go back, revert the commit that bumped it.',
    );
  }
}

async function searchedTag(
  project: Project,
  current: string,
  { oldest, sameMinor }: TagRequest,
  upstream: Upstream,
): Promise<ChosenTag | undefined> {
  const from = parseTag(current);
  if (!from)
    throw problem(project, 'no-release', `${current} is no release that others could be newer than`, NAME_IT);
  if (upstream.clone.tags.includes(current) && (await counterExample(upstream, from)) === undefined)
    return undefined;
  const newer = upstream.releases
    .filter((tag) => (compareTags(tag, from) ?? 0) > 0 && (!sameMinor || isSameMinor(tag, from)))
    .sort((one, other) => (compareTags(one, other) ?? 0) * (oldest ? 1 : -1));
  for (const tag of newer) {
    if ((await counterExample(upstream, tag)) === undefined)
      return { tag: tag.name, against: undefined, looked: true };
  }
  throw noTagFits(project, from, newer.length, sameMinor);
}

const NAME_IT = 'Name the tag with --to.';

function noTagFits(project: Project, from: ReleaseTag, count: number, sameMinor: boolean): ProblemError {
  const where = sameMinor ? ` of the same minor (this is a release branch)` : '';
  const reason =
    count === 0
      ? `upstream has no release after ${from.name}${where}`
      : `none of the ${count} releases after ${from.name}${where} registers the flags of diagnostics`;
  return problem(
    project,
    'no-diagnostics',
    reason,
    'Fetch the newest tags of upstream, or name a tag with --to.',
  );
}

function nothingToChooseFrom(project: Project): ProblemError {
  const reason = 'without --to and without a clone of upstream there is nothing to choose a tag from';
  return problem(
    project,
    'no-upstream',
    reason,
    `Give --upstream, a clone or the URL of ${project.org}/${project.repo}, or --to.`,
  );
}

function noSuchTag(project: Project, to: string, { releases }: Upstream): ProblemError {
  const [newest] = [...releases].sort((one, other) => compareTags(other, one) ?? 0);
  const hint = newest
    ? `Its newest release in this clone is ${newest.name}; fetch to see newer ones.`
    : 'The clone has no releases: fetch its tags.';
  return problem(project, 'no-such-tag', `upstream has no tag ${JSON.stringify(to)}`, hint);
}

function prerelease(project: Project, to: string): ProblemError {
  return problem(project, 'pre-release', `${to} is a pre-release`, 'Name a release, or leave --to out.');
}

function problem({ folder }: Project, code: string, reason: string, hint: string): ProblemError {
  return refusal({ code, file: `${folder}/GIT_TAG`, line: 1, column: 1, reason, hint });
}
