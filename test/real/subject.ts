import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, run } from '../tools/command.ts';

/** A checkout under test: two scratch copies under git, one left as it is, one that gets migrated. */
export interface Subject {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const GIT = [
  ...['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'core.autocrlf=false'],
  ...['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'gc.auto=0'],
];

/** Copies a checkout twice; its own .git stays behind. */
export async function copySubject(checkout: string, output: string): Promise<Subject> {
  const name = basename(checkout);
  const work = join(output, 'work', name);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const subject = { name, before: join(work, 'before'), after: join(work, 'after') };
  for (const copy of [subject.before, subject.after]) {
    const copied = await run('cp', ['-a', '--reflink=auto', checkout, copy]);
    if (copied.code !== 0) throw new Error(describe(copied));
    rmSync(join(copy, '.git'), { recursive: true, force: true });
    await git(copy, 'init', '--quiet');
    await commitAll(copy, 'as found');
  }
  return subject;
}

/** Runs git in a copy and gives what it prints; throws when it fails. */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const result = await run('git', [...GIT, ...args], { cwd: folder });
  if (result.code !== 0) throw new Error(`git ${args.join(' ')}: ${describe(result)}`);
  return result.stdout;
}

/** Takes everything into a commit, files that the repository ignores too: what is written must not hide. */
export async function commitAll(folder: string, message: string): Promise<void> {
  await git(folder, 'add', '--all', '--force', '--', '.', ':(exclude).diag-codemod');
  await git(folder, 'commit', '--quiet', '--allow-empty', '--no-verify', '--message', message);
}

/** What differs from the last commit. Our own state folder ignores itself and does not count. */
export async function pendingChanges(folder: string): Promise<readonly string[]> {
  const status = await git(
    folder,
    'status',
    '--porcelain',
    '--ignored',
    '--',
    '.',
    ':(exclude).diag-codemod',
  );
  return status.split('\n').filter((line) => line !== '');
}

/** Takes back whatever a proof left in the copy. */
export async function restore(folder: string): Promise<void> {
  await git(folder, 'checkout', '--quiet', '--force', 'HEAD');
  await git(folder, 'clean', '--quiet', '-d', '--force', '-x', '--exclude=.diag-codemod');
}

export interface Size {
  readonly files: number;
  readonly added: number;
  readonly removed: number;
}

/** How large the migration is. */
export async function sizeOf(folder: string): Promise<Size> {
  const lines = (await git(folder, 'diff', '--numstat', 'HEAD')).split('\n').filter((line) => line !== '');
  const numbers = lines.map((line) => line.split('\t').map(Number));
  const sum = (column: number) => numbers.reduce((total, row) => total + (row[column] ?? 0), 0);
  return { files: lines.length, added: sum(0), removed: sum(1) };
}
