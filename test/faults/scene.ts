import { chmodSync, cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FileTransition, writeJournal } from '../../src/repository/journal.ts';
import { recoverInterrupted } from '../../src/repository/recovery.ts';
import { ensureStateFolder } from '../../src/repository/state-folder.ts';
import { writeTestFile } from '../setup/testdir.ts';
import { diagCodemod } from '../tools/cli.ts';
import { type CommandResult, describe as told } from '../tools/command.ts';
import { differingPaths, emptyFolder, readTree, type Tree } from '../tools/tree.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/** Six files change and two go: eight operations, in four folders. */
const subject = fileURLToPath(new URL('../../fixtures/left-over-auth-proxy/before', import.meta.url));

/** A run that faults are injected into. */
export interface Scene {
  readonly name: string;
  /** Makes a fresh repository; the caller removes it. */
  prepare(): string;
  command(root: string): readonly string[];
  /** What the run finds, and what it leaves when it succeeds. */
  readonly before: Tree;
  readonly after: Tree;
}

/** The three runs that write: a migration, its undo, and the recovery of a run that was killed at its last moment. */
export async function makeScenes(): Promise<readonly Scene[]> {
  const original = freshSubject();
  const before = readTree(original);
  const migrated = await diagCodemod([original]);
  const after = readTree(original);
  rmSync(original, { recursive: true });
  const operations = differingPaths(before, after);
  if (migrated.code !== 0 || operations.length < 7)
    throw new Error(`no migration of seven: ${told(migrated)}`);
  return [
    { name: 'migrate', prepare: freshSubject, command: (root) => nodeWith(root), before, after },
    {
      name: 'undo',
      prepare: () => migratedSubject(before, after),
      command: (root) => nodeWith('undo', root),
      before: after,
      after: before,
    },
    {
      name: 'recovery',
      prepare: () => killedSubject(before, after),
      // Of the commands that recover first the one that needs no parser afterwards: three times quicker.
      command: (root) => nodeWith('undo', root),
      before,
      after: before,
    },
  ];
}

/** What is wrong with how a run ended, or undefined: exit codes tell the truth, and no tree is torn or mixed. */
export function violation(scene: Scene, root: string, result: CommandResult): string | undefined {
  const atOnce = nameOf(scene, readTree(root));
  const recovered = afterRecovery(scene, root);
  const ended = `exit ${result.code}, ${atOnce} at once, ${recovered} after recovery`;
  if (/unexpected fault|^ {4}at /m.test(result.stdout + result.stderr)) return `${ended}: ${told(result)}`;
  const litter = litterOf(root);
  if (litter.length > 0) return `${ended}; left behind: ${litter.join(', ')}`;
  return isTruthful(scene, result.code, atOnce, recovered) ? undefined : `${ended}: ${told(result)}`;
}

function isTruthful(scene: Scene, code: number, atOnce: string, recovered: string): boolean {
  if (code === 0) return recovered === 'after' && atOnce === 'after';
  // Killed, or in need of a person: whole after the next start.
  if (code === KILLED || code === 6) return recovered === 'before' || recovered === 'after';
  if (scene.name === 'recovery') return EXIT_CODES.has(code) && recovered === 'after';
  return EXIT_CODES.has(code) && atOnce === 'before' && recovered === 'before';
}

const KILLED = 128;
const EXIT_CODES = new Set([3, 4, 5, 75, 130, 143]);

/** The compilers that make a long run quicker cost a short one a third of its time. */
const WITHOUT_COMPILERS = ['--no-opt', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'];

function nodeWith(...args: readonly string[]): readonly string[] {
  return [process.execPath, ...WITHOUT_COMPILERS, cli, ...args];
}

function freshSubject(): string {
  const root = emptyFolder();
  cpSync(subject, root, { recursive: true });
  chmodSync(join(root, 'main.go'), 0o755);
  chmodSync(join(root, 'config/rbac/role.yaml'), 0o640);
  return root;
}

/** As a migration leaves it, made without running one: the journal is ours, and so is its place. */
function migratedSubject(before: Tree, after: Tree): string {
  const root = killedSubject(before, after);
  const state = join(root, '.diag-codemod');
  cpSync(join(state, 'journal/COMMIT'), join(state, 'journal/DONE'));
  rmSync(join(state, 'journal/COMMIT'));
  recoverInterrupted(root);
  return root;
}

/** As a run leaves it that was killed after its last file, just before the commit point. */
function killedSubject(before: Tree, after: Tree): string {
  const root = freshSubject();
  const transitions = differingPaths(before, after).map(
    (path): FileTransition => ({ path, before: contentOf(before, path), after: contentOf(after, path) }),
  );
  ensureStateFolder(root);
  writeJournal(root, { purpose: 'migrate', transitions, emptied: [] });
  for (const { path, after: content } of transitions) {
    if (content) writeTestFile(root, path, content.bytes, content.mode);
    else rmSync(join(root, path));
  }
  return root;
}

function contentOf(tree: Tree, path: string): FileTransition['before'] {
  const text = tree.get(path);
  if (text === undefined) return undefined;
  const colon = text.indexOf(':');
  return {
    mode: Number.parseInt(text.slice(0, colon), 8),
    bytes: Buffer.from(text.slice(colon + 1), 'latin1'),
  };
}

function nameOf(scene: Scene, tree: Tree): string {
  if (differingPaths(tree, scene.after).length === 0) return 'after';
  return differingPaths(tree, scene.before).length === 0 ? 'before' : 'mixed';
}

function afterRecovery(scene: Scene, root: string): string {
  try {
    recoverInterrupted(root);
  } catch (error) {
    return `not recovered: ${(error as Error).message}`;
  }
  return nameOf(scene, readTree(root));
}

/** A dead claim may stay: the next run removes it. */
function litterOf(root: string): readonly string[] {
  const state = join(root, '.diag-codemod');
  if (!existsSync(state)) return [];
  return readdirSync(state).filter((name) => !['.gitignore', 'undo', 'lock'].includes(name));
}
