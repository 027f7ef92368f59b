import { createHash } from 'node:crypto';
import { constants, existsSync, lstatSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { ensureFolder, type Folder, inFolder, syncFolder } from './folder.ts';
import { type Manifest, type Operation, type Recorded, readManifest } from './manifest.ts';
import { STATE_FOLDER } from './state-folder.ts';
import { writeDurably } from './write-durably.ts';

/** The transaction at work, or one that died. */
export const JOURNAL = `${STATE_FOLDER}/journal`;
/** The last migration, kept for `undo`. */
export const UNDO = `${STATE_FOLDER}/undo`;

/** There while files may be half renamed: holds the manifest. Renaming it to {@link DONE_MARK} is the commit point. */
export const COMMIT_MARK = 'COMMIT';
export const DONE_MARK = 'DONE';

/** One file of a transaction: its bytes and mode before and after; undefined where there is no file. */
export interface FileTransition {
  readonly path: string;
  readonly before: Content | undefined;
  readonly after: Content | undefined;
}

export interface Content {
  readonly bytes: Buffer;
  /** Permission bits, `mode & 0o7777`. */
  readonly mode: number;
}

/** What a manifest records of a content. */
export function recordOf(content: Content | undefined): Recorded | null {
  return content ? { sha256: sha256(content.bytes), mode: content.mode } : null;
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Writes the journal: old and new bytes of every file, then the manifest as {@link COMMIT_MARK}. Everything is on
 * disk before the mark is, so a mark always speaks of a whole journal.
 */
export function writeJournal(
  root: string,
  purpose: Manifest['purpose'],
  transitions: readonly FileTransition[],
): Manifest {
  const manifest: Manifest = {
    version: 1,
    purpose,
    folders: missingFolders(root, transitions),
    operations: transitions.map(operationOf),
  };
  ensureFolder(root, STATE_FOLDER, 'journal');
  inFolder(root, JOURNAL, (folder) => {
    transitions.forEach((transition, at) => {
      writeContents(root, folder, transition, at);
    });
    writeDurably(`${folder.path}/manifest`, Buffer.from(JSON.stringify(manifest)), 0o600);
    syncFolder(folder);
    renameSync(`${folder.path}/manifest`, `${folder.path}/${COMMIT_MARK}`);
    syncFolder(folder);
  });
  return manifest;
}

/** Reads the manifest behind a mark; undefined where there is no such mark. Throws a recovery problem when it is broken. */
export function readMark(root: string, place: string, mark: string): Manifest | undefined {
  if (!existsSync(`${root}/${place}/${mark}`)) return undefined;
  return inFolder(root, place, (folder) => {
    const flag = (constants.O_RDONLY | constants.O_NOFOLLOW) as unknown as string;
    return readManifest(
      readFileSync(`${folder.path}/${mark}`, { encoding: 'utf8', flag }),
      `${place}/${mark}`,
    );
  });
}

/** Removes a journal or undo folder. */
export function removeState(root: string, place: string): void {
  inFolder(root, STATE_FOLDER, (folder) => {
    rmSync(`${folder.path}/${place.slice(STATE_FOLDER.length + 1)}`, { recursive: true, force: true });
  });
}

function operationOf({ path, before, after }: FileTransition): Operation {
  return { path, before: recordOf(before), after: recordOf(after) };
}

function writeContents(root: string, folder: Folder, transition: FileTransition, at: number): void {
  const owner = lstatSync(`${root}/${transition.path}`, { throwIfNoEntry: false });
  for (const [name, content] of [
    [`${at}.old`, transition.before],
    [`${at}.new`, transition.after],
  ] as const) {
    if (content) writeDurably(`${folder.path}/${name}`, content.bytes, content.mode, owner);
  }
}

/** Folders that creations need and that are not there, parents first. */
function missingFolders(root: string, transitions: readonly FileTransition[]): string[] {
  const needed = transitions.filter(({ after }) => after).flatMap(({ path }) => parentsOf(path));
  const missing = [...new Set(needed)].filter(
    (path) => !lstatSync(`${root}/${path}`, { throwIfNoEntry: false }),
  );
  return missing.sort((one, other) => one.length - other.length);
}

function parentsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}
