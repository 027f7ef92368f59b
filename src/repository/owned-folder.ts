import {
  closeSync,
  constants,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { identityOfProcess, isAlive } from './process-identity.ts';

/** The file in which a temporary folder says whose it is. */
const OWNER = '.owner';
const DAY = 24 * 60 * 60_000;

/**
 * Makes a temporary folder in `parent`, with the name of our process in it, and removes those of the same prefix whose process is gone:
 * one that was killed could not clean up. Nothing else is touched: only folders (never links) of our user that nobody else
 * may enter and that hold such a name. Answers a path without links.
 */
export function makeOwnedFolder(parent: string, prefix: string): string {
  for (const name of namesIn(parent)) if (isTemporaryName(name, prefix)) removeIfLeft(join(parent, name));
  const folder = realpathSync(mkdtempSync(join(parent, prefix)));
  writeFileSync(join(folder, OWNER), identityOfProcess(), { flag: 'wx', mode: 0o600 });
  return folder;
}

function isTemporaryName(name: string, prefix: string): boolean {
  return name.startsWith(prefix) && /^\w{6}$/.test(name.slice(prefix.length));
}

function removeIfLeft(folder: string): void {
  try {
    if (isPrivate(folder) && isLeft(folder)) rmSync(folder, { recursive: true, force: true });
  } catch {
    // Somebody else removes it at this moment, or a program of the dead process still writes to it: the next run looks again.
  }
}

function isPrivate(folder: string): boolean {
  const stats = lstatSync(folder);
  return stats.isDirectory() && stats.uid === process.geteuid?.() && (stats.mode & 0o077) === 0;
}

/** A process of another machine or container cannot be looked up: it has a day. */
function isLeft(folder: string): boolean {
  const { identity, ageMs } = ownerOf(folder);
  if (homeOf(identity) !== homeOf(identityOfProcess()) && ageMs < DAY) return false;
  return !isAlive(identity, ageMs);
}

/** Throws where no regular file names an owner. */
function ownerOf(folder: string): { identity: string; ageMs: number } {
  const file = join(folder, OWNER);
  const stats = lstatSync(file);
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const identity = readFileSync(descriptor, 'utf8');
    if (!stats.isFile() || !/^\d+\.\d+\.[\w-]+\.\d+$/.test(identity)) throw new Error('no owner');
    return { identity, ageMs: Date.now() - stats.mtimeMs };
  } finally {
    closeSync(descriptor);
  }
}

/** The boot and the pid namespace of an identity. */
function homeOf(identity: string): string {
  return identity.split('.').slice(2).join('.');
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
