import { type GitSetting, runGit } from '../../src/repository/git-run.ts';

/** One GIT_TAG that a commit moved. */
export interface MovedTag {
  /** `org/repo`, or `org/repo/1-34`. */
  readonly project: string;
  readonly from: string;
  readonly to: string;
}

/** A commit that moved pins, and nothing else is known of it yet. */
export interface PastBump {
  readonly commit: string;
  readonly parent: string;
  readonly subject: string;
  readonly moved: readonly MovedTag[];
}

/** Every commit on the first line of parents that changed a GIT_TAG, newest first. */
export async function pastBumps(git: GitSetting, project: string | undefined): Promise<readonly PastBump[]> {
  const range = [
    'log',
    '--first-parent',
    '--no-renames',
    '--format=%x01%H %P%x02%s',
    '--raw',
    '--no-abbrev',
    'HEAD',
    '--',
  ];
  const pathspec = project === undefined ? 'projects' : `projects/${project}`;
  const log = await runGit(git, [...range, pathspec]);
  const bumps: PastBump[] = [];
  for (const entry of log.split('\u0001').slice(1)) {
    const found = await readEntry(git, entry);
    if (found.moved.length > 0) bumps.push(found);
  }
  return bumps;
}

async function readEntry(git: GitSetting, entry: string): Promise<PastBump> {
  const [head = '', subject = ''] = (entry.split('\n')[0] ?? '').split('\u0002');
  const [commit = '', parent = ''] = head.split(' ');
  const moved: MovedTag[] = [];
  for (const [, before = '', after = '', project = ''] of entry.matchAll(CHANGED_TAG)) {
    const tags = [await blob(git, before), await blob(git, after)].map((text) => text.trim());
    moved.push({ project, from: tags[0] ?? '', to: tags[1] ?? '' });
  }
  return { commit, parent, subject, moved: moved.filter(({ from, to }) => from !== to) };
}

/** A line of `--raw` for a file that was changed, not added or removed. */
const CHANGED_TAG = /^:100644 100644 ([0-9a-f]{40}) ([0-9a-f]{40}) M\tprojects\/(\S+)\/GIT_TAG$/gm;

async function blob(git: GitSetting, hash: string): Promise<string> {
  return runGit(git, ['cat-file', 'blob', hash]);
}

/** A file of a commit; undefined where there is none. */
export async function fileAt(git: GitSetting, commit: string, path: string): Promise<string | undefined> {
  try {
    return await runGit(git, ['cat-file', 'blob', `${commit}:${path}`]);
  } catch {
    return undefined;
  }
}

/** Paths of a commit below some folders. */
export async function pathsAt(
  git: GitSetting,
  commit: string,
  folders: readonly string[],
): Promise<readonly string[]> {
  const output = await runGit(git, ['ls-tree', '-r', '-z', '--name-only', commit, '--', ...folders]);
  return output.split('\0').filter((path) => path !== '');
}
