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

/** A commit and at most `count - 1` of its ancestors, newest first. Objects are only read. */
export async function history(
  setting: GitSetting,
  commit: string,
  count: number,
): Promise<readonly CommitInfo[]> {
  const format = '--format=%H%x1f%T%x1f%P%x1f%an <%ae>%x1f%cn <%ce>%x1f%B%x1e';
  const options = ['-n', String(count), '--no-show-signature', '--no-notes', '--encoding=UTF-8', format];
  const output = await runGit(setting, ['log', ...options, commit, '--']);
  return output.split('\x1e').flatMap((entry) => {
    const [id = '', tree = '', parents = '', author = '', committer = '', message = ''] = entry
      .replace(/^\n/, '')
      .split('\x1f');
    return tree === ''
      ? []
      : [
          {
            id,
            tree,
            parents: parents.split(' ').filter((it) => it !== ''),
            author,
            committer,
            message: message.trimEnd(),
          },
        ];
  });
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
