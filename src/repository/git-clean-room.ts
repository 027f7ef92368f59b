import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GitDirectory, headCommit, readSmall } from './git-directory.ts';
import { furnishReftable, usesReftable } from './git-reftable.ts';

/**
 * Makes a git directory of our own for the same work tree, runs `use` with its path, and removes it.
 *
 * Git run in a repository obeys its config, hooks, filters and attributes: `status` alone executed hostile code in
 * 23 of 32 tried set-ups. Here are only a HEAD, a copy of the index, the way to the objects, and settings that are on
 * our list: 0 of 330 (security.md §3, mode B). It is also removed when a signal ends the process.
 */
export async function withCleanRoom<Value>(
  git: GitDirectory,
  use: (room: string) => Promise<Value>,
): Promise<Value> {
  const room = mkdtempSync(join(tmpdir(), 'diag-codemod-git-'));
  const remove = () => rmSync(room, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    furnish(room, git);
    return await use(room);
  } finally {
    remove();
    process.removeListener('exit', remove);
  }
}

function furnish(room: string, git: GitDirectory): void {
  for (const folder of ['refs', 'objects', 'objects/info']) mkdirSync(join(room, folder));
  const head = headCommit(git);
  if (usesReftable(git)) furnishReftable(room, git);
  else writeFileSync(join(room, 'HEAD'), head === undefined ? 'ref: refs/heads/unborn\n' : `${head}\n`);
  writeFileSync(join(room, 'objects/info/alternates'), `${quoted(join(git.common, 'objects'))}\n`);
  writeFileSync(join(room, 'config'), config(git, head));
  const shared = readdirSync(git.own).filter((name) => /^sharedindex\.[0-9a-f]+$/.test(name));
  for (const name of ['index', ...shared]) copyKeepingTime(join(git.own, name), join(room, name));
  // Where the history of a shallow clone ends.
  copyKeepingTime(join(git.common, 'shallow'), join(room, 'shallow'));
}

/** Paths with a quote or newline are quoted as in C; others must not be (git, alternates). */
function quoted(path: string): string {
  return /["\n\\]/.test(path) ? JSON.stringify(path) : path;
}

/** Git compares file times with the index's own to know which entries it must look at again. */
function copyKeepingTime(from: string, to: string): void {
  const stats = lstatSync(from, { throwIfNoEntry: false });
  if (!stats?.isFile()) return;
  copyFileSync(from, to);
  utimesSync(to, stats.atime, stats.mtime);
}

/** Settings of the repository that decide whether a file counts as changed. None of them can name a program. */
const COPIED = new Set([
  'autocrlf',
  'eol',
  'filemode',
  'ignorecase',
  'precomposeunicode',
  'symlinks',
  'trustctime',
]);

function config(git: GitDirectory, head: string | undefined): string {
  const reftable = usesReftable(git);
  const extensions = [
    ...(reftable ? ['refStorage = reftable'] : []),
    ...(head?.length === 64 || (reftable && namesSha256(git)) ? ['objectFormat = sha256'] : []),
  ];
  const version = `\trepositoryformatversion = ${extensions.length > 0 ? 1 : 0}\n`;
  const core = `[core]\n${version}\tbare = false\n\tfsmonitor = false\n\thooksPath = /dev/null\n${copiedSettings(git)}`;
  if (extensions.length === 0) return core;
  return `${core}[extensions]\n${extensions.map((line) => `\t${line}\n`).join('')}`;
}

function namesSha256({ common }: GitDirectory): boolean {
  return /^[ \t]*objectformat[ \t]*=[ \t]*sha256[ \t\r]*$/im.test(readSmall(join(common, 'config')) ?? '');
}

function copiedSettings(git: GitDirectory): string {
  let section = '';
  const copied: string[] = [];
  for (const line of readSmall(join(git.common, 'config'))?.split('\n') ?? []) {
    section = /^\s*\[([^\]]*)\]/.exec(line)?.[1]?.toLowerCase() ?? section;
    const setting = /^\s*([a-z]+)\s*=\s*(true|false|input|lf|crlf|native)\s*$/i.exec(line);
    if (section === 'core' && setting?.[1] && COPIED.has(setting[1].toLowerCase())) copied.push(`${line}\n`);
  }
  return copied.join('');
}
