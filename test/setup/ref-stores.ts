import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { findGit } from '../../src/repository/git-run.ts';
import { git } from './git.ts';
import { testdir, writeTestFile } from './testdir.ts';

const real = findGit('/nowhere') ?? 'git';

/** A way to keep refs in tables, and a git that finds them there. */
export interface RefStore {
  readonly name: string;
  /** Puts its git on the PATH. */
  use(): void;
  /** Moves the refs of a repository into tables; `worktree`: a further work tree of it, to be made here. */
  keep(root: string, worktree?: string): string;
  refs(root: string): string;
  /** Moves a branch. */
  move(root: string, branch: string, commit: string): void;
}

/** Tables that hold what packed-refs would, and a git that is taught to read them: for machines whose git is too old. */
export const taught: RefStore = {
  name: 'tables of text, read by a git that is taught to',
  use: () => {
    const folder = testdir();
    writeTestFile(
      folder,
      'git',
      TAUGHT_GIT.replaceAll('REAL', () => real),
      0o755,
    );
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  },
  keep: (root, worktree) => {
    if (worktree !== undefined) git(root, 'worktree', 'add', '-q', worktree);
    git(root, 'pack-refs', '--all');
    const own = join(root, '.git');
    const others = worktree === undefined ? [] : readdirSync(join(own, 'worktrees'));
    for (const folder of [own, ...others.map((name) => join(own, 'worktrees', name))]) {
      writeTestFile(folder, 'reftable/HEAD', readFileSync(join(folder, 'HEAD')));
      writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/.invalid\n');
    }
    writeTestFile(own, 'reftable/packed', readFileSync(join(own, 'packed-refs')));
    for (const gone of ['packed-refs', 'refs']) rmSync(join(own, gone), { recursive: true });
    writeTestFile(own, 'refs/heads', 'this repository uses the reftable format\n');
    const config = readFileSync(join(own, 'config'), 'utf8');
    writeFileSync(join(own, 'config'), `${config}[extensions]\n\trefstorage = reftable\n`);
    return root;
  },
  refs: (root) => readFileSync(packed(root), 'utf8'),
  move: (root, branch, commit) => {
    const line = new RegExp(`^[0-9a-f]+(?= refs/heads/${branch}$)`, 'm');
    writeFileSync(packed(root), readFileSync(packed(root), 'utf8').replace(line, commit));
  },
};

const packed = (root: string) => join(root, '.git/reftable/packed');

const TAUGHT_GIT = `#!/bin/sh
[ -n "$GIT_DIR" ] || exec REAL "$@"
sed -i '/refStorage = reftable/d' "$GIT_DIR/config"
common="$GIT_DIR"
[ -d "$GIT_DIR/common" ] && common="$GIT_DIR/common"
if [ -e "$GIT_DIR/reftable/HEAD" ]; then
  cp "$GIT_DIR/reftable/HEAD" "$GIT_DIR/HEAD"
  cp "$common/reftable/packed" "$common/packed-refs"
fi
REAL "$@" || exit
case "$*" in *update-ref*) REAL pack-refs --all && cat "$common/packed-refs" > "$common/reftable/packed" ;; esac
`;

/** Real tables, where git is new enough (2.46). */
const genuine: RefStore = {
  name: 'real tables',
  use: () => undefined,
  keep: (root, worktree) => {
    git(root, 'refs', 'migrate', '--ref-format=reftable');
    if (worktree !== undefined) git(root, 'worktree', 'add', '-q', worktree);
    return root;
  },
  refs: (root) => git(root, 'for-each-ref', '--format=%(objectname) %(refname)'),
  move: (root, branch, commit) => void git(root, 'update-ref', `refs/heads/${branch}`, commit),
};

function knowsReftable(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'diag-codemod-test-'));
  try {
    git(folder, 'init', '-q', '--ref-format=reftable');
    return existsSync(join(folder, '.git/reftable'));
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Both where git is new enough. */
export const refStores: readonly RefStore[] = knowsReftable() ? [taught, genuine] : [taught];

/** Puts a git on the PATH that does not know the format. */
export function useOldGit(): void {
  const said = 'echo "fatal: unknown repository extension found:" >&2; exit 128';
  const folder = testdir();
  writeTestFile(folder, 'git', `#!/bin/sh\n${said}\n`, 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
}
