import { createHash } from 'node:crypto';
import { fstatSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { ensureFolder, type Folder, inFolder, syncFolder } from './folder.ts';
import { type Manifest, type Operation, type Recorded, readManifest } from './manifest.ts';
import { readRegular } from './read-regular.ts';
import { STATE_FOLDER } from './state-folder.ts';
import { writeDurably } from './write-durably.ts';

/** The transaction at work, or one that died. */
export const JOURNAL = `${STATE_FOLDER}/journal`;
/** The last migration, kept for `undo`. */
export const UNDO = `${STATE_FOLDER}/undo`;

/** Far more than the names of all files of a repository need. */
const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;

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

/** A transaction: what it is for, its files, and the folders that may go after it (see {@link Manifest}). */
export interface Transaction {
  readonly purpose: Manifest['purpose'];
  readonly transitions: readonly FileTransition[];
  readonly emptied: readonly string[];
}

/**
 * Writes the journal: old and new bytes of every file, then the manifest as {@link COMMIT_MARK}. Everything is on
 * disk before the mark is, up to the folder's own entry in the root: so a mark always speaks of a whole journal.
 */
export function writeJournal(root: string, { purpose, transitions, emptied }: Transaction): Manifest {
  ensureFolder(root, STATE_FOLDER, 'journal');
  return inFolder(root, JOURNAL, (folder) => {
    const manifest: Manifest = {
      version: 1,
      purpose,
      inode: inodeOf(folder),
      folders: missingFolders(root, transitions),
      emptied,
      operations: transitions.map(operationOf),
    };
    transitions.forEach((transition, at) => {
      writeContents(root, folder, transition, at);
    });
    writeDurably(`${folder.path}/manifest`, Buffer.from(JSON.stringify(manifest)), 0o600);
    for (const path of ['', STATE_FOLDER]) inFolder(root, path, syncFolder);
    syncFolder(folder);
    renameSync(`${folder.path}/manifest`, `${folder.path}/${COMMIT_MARK}`);
    syncFolder(folder);
    return manifest;
  });
}

/** Reads the manifest behind a mark; undefined where there is no such mark. Throws a recovery problem when it is broken. */
export function readMark(root: string, place: string, mark: string): Manifest | undefined {
  if (!isThere(root, place)) return undefined;
  return inFolder(root, place, (folder) => {
    const found = readRegular(`${folder.path}/${mark}`, MAX_MANIFEST_BYTES);
    return found === null ? undefined : readManifest(found?.bytes.toString() ?? '', `${place}/${mark}`);
  });
}

/** Whether there is a journal or an undo folder. An error of the disk is not taken for a no, as `existsSync` would. */
export function isThere(root: string, place: string): boolean {
  return lstatSync(`${root}/${place}`, { throwIfNoEntry: false }) !== undefined;
}

/** Whether the journal was written where it stands. A clone, a copy or an archive gives its folder another inode. */
export function isOfThisPlace(root: string, { inode }: Manifest): boolean {
  return inFolder(root, JOURNAL, inodeOf) === inode;
}

function inodeOf(folder: Folder): string {
  return fstatSync(folder.descriptor, { bigint: true }).ino.toString();
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
