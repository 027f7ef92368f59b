import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECTS_FILE } from '../../src/bump/project.ts';
import type { GitSetting } from '../../src/repository/git-run.ts';
import { diagCodemod } from '../tools/cli.ts';
import { emptyFolder } from '../tools/tree.ts';
import { fileAt, type MovedTag, type PastBump, pathsAt } from './history.ts';

/** How one past bump came out. */
export interface Replayed {
  readonly bump: PastBump;
  readonly outcome: 'identical' | 'refused' | 'different';
  /** Codes of refusals, or what differs and why. */
  readonly why: readonly string[];
}

/** Clones of upstream projects by `org/repo`. */
export type Upstreams = ReadonlyMap<string, string>;

/** Files whose text a bump reads; of the others only the names matter to it. */
const READ =
  /(^|\/)(GIT_TAG|GOLANG_VERSION|README\.md|UPSTREAM_PROJECTS\.yaml|SUPPORTED_RELEASE_BRANCHES|constants\.go)$/;

/** Starts from the parent, runs the command line for every pin that the commit moved, and compares with what was committed. */
export async function replay(git: GitSetting, bump: PastBump, upstreams: Upstreams): Promise<Replayed> {
  const root = await checkOut(git, bump);
  try {
    const refusals = new Set<string>();
    for (const moved of bump.moved) {
      const refused = await run(root, moved, upstreams);
      if (refused !== undefined) refusals.add(refused);
    }
    if (refusals.size > 0) return { bump, outcome: 'refused', why: [...refusals] };
    const why = await differences(git, bump, root);
    return { bump, outcome: why.length === 0 ? 'identical' : 'different', why };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function checkOut(git: GitSetting, { parent, moved }: PastBump): Promise<string> {
  const homes = moved.map(({ project }) => homeOf(project));
  const others = [PROJECTS_FILE, 'release/SUPPORTED_RELEASE_BRANCHES', 'tools/version-tracker/pkg/constants'];
  const root = emptyFolder();
  for (const path of await pathsAt(git, parent, [...new Set(homes), ...others])) {
    const text = READ.test(path) ? await fileAt(git, parent, path) : '';
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text ?? '');
  }
  return root;
}

/** `projects/org/repo`, for a release branch too. */
function homeOf(project: string): string {
  return `projects/${project.split('/').slice(0, 2).join('/')}`;
}

/** The code of a refusal; undefined where it was done. */
async function run(
  root: string,
  { project, to }: MovedTag,
  upstreams: Upstreams,
): Promise<string | undefined> {
  const clone = upstreams.get(project.split('/').slice(0, 2).join('/'));
  const upstream = clone === undefined ? [] : ['--upstream', clone];
  const args = ['bump', root, '--project', project, '--to', to, ...upstream, '--format', 'json'];
  const result = await diagCodemod(args);
  if (result.code === 0) return undefined;
  return (JSON.parse(result.stdout) as { readonly reason: string }).reason;
}

async function differences(git: GitSetting, bump: PastBump, root: string): Promise<readonly string[]> {
  const paths = bump.moved.flatMap(({ project }) => [
    `projects/${project}/GIT_TAG`,
    `projects/${project}/GOLANG_VERSION`,
    `${homeOf(project)}/README.md`,
  ]);
  const found: string[] = [];
  for (const path of new Set([...paths, PROJECTS_FILE])) {
    const [before, committed] = [await fileAt(git, bump.parent, path), await fileAt(git, bump.commit, path)];
    const ours = before === undefined ? undefined : readFileSync(join(root, path), 'utf8');
    if (ours !== committed) found.push(`${path.split('/').at(-1)}: ${explain(before, committed, ours)}`);
  }
  return found;
}

function explain(
  before: string | undefined,
  committed: string | undefined,
  ours: string | undefined,
): string {
  if (before === undefined || committed === undefined || ours === undefined)
    return 'the commit adds or removes the file';
  if (committed === before) return 'the commit left it as it was';
  if (committed.trim() === ours.trim())
    return 'the commit left out the final newline that the repository’s tool writes';
  if (ours === before) return 'the commit changed it, we did not';
  const [was, theirs, made] = [before, committed, ours].map((text) => new Set(text.split('\n')));
  const missed = [...(made ?? [])].filter((line) => !theirs?.has(line));
  const besides = [...(theirs ?? [])].filter((line) => !made?.has(line) && !was?.has(line));
  const kept = [...(theirs ?? [])].filter((line) => !made?.has(line) && was?.has(line));
  if (missed.length === 0) return 'the commit holds our lines, and others by hand';
  if (besides.length === 0 && kept.length > 0)
    return 'the commit left a mention that the repository’s script replaces';
  return 'the commit rewrote lines by hand that the script changes otherwise';
}
