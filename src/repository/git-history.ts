import { type GitSetting, runGit } from './git-run.ts';

/** A commit as far as one must know whose it is. */
export interface CommitInfo {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** Name and address, as those of the committer. */
  readonly author: string;
  readonly committer: string;
  /** Without the line ends behind it. */
  readonly message: string;
}

/** Fields of {@link CommitInfo} as git prints them. No name and no message can hold the NUL behind each. */
const FIELDS = ['%H', '%T', '%P', '%an <%ae>', '%cn <%ce>', '%B'];

/** A commit and at most `count - 1` of its ancestors, newest first. Objects are only read. */
export async function history(
  setting: GitSetting,
  commit: string,
  count: number,
): Promise<readonly CommitInfo[]> {
  const format = `--format=${FIELDS.map((field) => `${field}%x00`).join('')}`;
  const options = ['-n', String(count), '--no-show-signature', '--no-notes', '--encoding=UTF-8', format];
  // What is behind the last NUL is the end of its line.
  const fields = (await runGit(setting, ['log', ...options, commit, '--'])).split('\0').slice(0, -1);
  const commits = Math.floor(fields.length / FIELDS.length);
  return Array.from({ length: commits }, (_, at) => commitInfo(fields.slice(at * FIELDS.length)));
}

function commitInfo([
  id = '',
  tree = '',
  parents = '',
  author = '',
  committer = '',
  message = '',
]: readonly string[]): CommitInfo {
  return {
    // Every commit but the first begins behind the end of a line.
    id: id.trim(),
    tree,
    parents: parents.split(' ').filter((it) => it !== ''),
    author,
    committer,
    message: message.trimEnd(),
  };
}

/** Whether a commit is another one or stands among its ancestors. What is not known here is not. */
export async function isAncestor(setting: GitSetting, commit: string, of: string): Promise<boolean> {
  if (commit === of) return true;
  try {
    await runGit(setting, ['merge-base', '--is-ancestor', commit, of]);
    return true;
  } catch {
    return false;
  }
}
