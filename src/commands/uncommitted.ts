import type { ChangeSet } from '../repository/change-set.ts';
import { uncommittedPaths } from '../repository/git.ts';
import { type Problem, ProblemError } from '../repository/problem.ts';
import type { Repository } from '../repository/repository.ts';

/** Throws a conflict when the user's own uncommitted work would be mixed with ours. */
export async function guardUncommitted(
  repository: Repository,
  changeSet: ChangeSet,
): Promise<readonly string[]> {
  const paths = changeSet.files.map((file) => file.path);
  const dirty = await uncommittedPaths(repository.root, paths);
  if (!dirty) return ['git is not installed: uncommitted changes were not looked for'];
  const [first, ...others] = dirty.map(uncommitted);
  if (first === undefined) return [];
  throw new ProblemError('conflict', first, others);
}

function uncommitted(file: string): Problem {
  return {
    code: 'uncommitted-changes',
    file,
    reason: 'this file is to be changed, and it has uncommitted changes',
    hint: 'Commit or stash them and run again, or pass --allow-dirty.',
  };
}

/** So that the command in the report can be pasted, whatever the directory is called. */
export function quoteForShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
