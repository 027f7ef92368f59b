import { withCleanRoom } from './git-clean-room.ts';
import { findClone, type GitDirectory, tagsOf } from './git-directory.ts';
import { gitTooOld, reftableTags, usesReftable } from './git-reftable.ts';
import { findGit, GitFailure, type GitSetting, runGit } from './git-run.ts';
import { ProblemError } from './problem.ts';

/** Larger files are not read. */
const MAX_BYTES = 4 * 1024 * 1024;

/** The tags of a clone, and what the files of a tag say. Nothing is checked out, and nothing of the clone is executed. */
export interface GitClone {
  /** Names of all tags. */
  readonly tags: readonly string[];
  /** A file at a tag; undefined where there is none, or it is too large. */
  readonly textAt: (tag: string, path: string) => Promise<string | undefined>;
  /** Paths of the text files at a tag that hold one of these texts. */
  readonly pathsWith: (tag: string, texts: readonly string[]) => Promise<readonly string[]>;
}

/**
 * Opens the clone at `path`, bare or with a work tree, for reading. Throws a refusal where there is no clone, and a usage
 * problem where git is not installed.
 */
export async function withClone<Value>(
  path: string,
  use: (objects: GitClone) => Promise<Value>,
): Promise<Value> {
  const directory = findClone(path);
  if (!directory) throw noClone(path);
  const binary = findGit(path);
  if (binary === undefined) throw noGit();
  return withCleanRoom(directory, async (room) => {
    const setting = { root: room, room, binary };
    return use(objectsOf(setting, await tagsIn(setting, directory)));
  });
}

async function tagsIn(setting: GitSetting, directory: GitDirectory): Promise<ReadonlyMap<string, string>> {
  if (!usesReftable(directory)) return tagsOf(directory);
  try {
    return await reftableTags(setting);
  } catch (error) {
    throw gitTooOld(error, directory) ?? unreadable(error);
  }
}

/** Git is needed to read the objects of a clone. */
export function noGit(): ProblemError {
  return new ProblemError('usage', {
    code: 'no-git',
    reason: 'git is not installed, and a clone cannot be read without it',
    hint: 'Install git, or leave --upstream out and name the tag with --to.',
  });
}

function objectsOf(setting: GitSetting, tags: ReadonlyMap<string, string>): GitClone {
  const hashOf = (tag: string) => {
    const hash = tags.get(tag);
    if (hash === undefined) throw new Error(`there is no tag ${tag}`);
    return hash;
  };
  return {
    tags: [...tags.keys()],
    textAt: (tag, path) => readBlob(setting, `${hashOf(tag)}:${path}`),
    pathsWith: (tag, texts) => search(setting, hashOf(tag), texts),
  };
}

async function readBlob(setting: GitSetting, name: string): Promise<string | undefined> {
  const size = await answer(setting, ['cat-file', '-s', name]);
  if (size === undefined || Number(size) > MAX_BYTES) return undefined;
  return answer(setting, ['cat-file', 'blob', name]);
}

/** A path that is not there is told on standard error: that is an answer too. */
async function answer(setting: GitSetting, args: readonly string[]): Promise<string | undefined> {
  try {
    return await runGit(setting, args);
  } catch (error) {
    if (/does not exist|exists on disk|bad file/i.test(String((error as Error).message))) return undefined;
    throw unreadable(error);
  }
}

async function search(
  setting: GitSetting,
  hash: string,
  texts: readonly string[],
): Promise<readonly string[]> {
  const patterns = texts.flatMap((text) => ['-e', text]);
  const options = ['-I', '-l', '-z', '--full-name', '--no-textconv', '--no-color', '--fixed-strings'];
  try {
    const output = await runGit(setting, ['grep', ...options, ...patterns, hash, '--']);
    return output.split('\0').flatMap((entry) => (entry === '' ? [] : [entry.slice(hash.length + 1)]));
  } catch (error) {
    // The code of "nothing found", with nothing said.
    if (error instanceof GitFailure && /^git ended with code 1$/.test(error.message)) return [];
    throw unreadable(error);
  }
}

function unreadable(error: unknown): ProblemError {
  return new ProblemError('refused', {
    code: 'unreadable-clone',
    reason: `git cannot read the clone: ${(error as Error).message}`,
    hint: 'Give a complete clone: shallow and partial ones lack objects.',
  });
}

function noClone(path: string): ProblemError {
  return new ProblemError('usage', {
    code: 'no-clone',
    reason: `${JSON.stringify(path)} is no clone of a git repository`,
    hint: 'Give a directory that git clone made (bare or not), or an https URL.',
  });
}
