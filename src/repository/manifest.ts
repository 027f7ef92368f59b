import { ProblemError } from './problem.ts';
import { isWritablePath } from './safe-path.ts';

/** What is recorded of a file. */
export interface Recorded {
  readonly sha256: string;
  /** Permission bits, `mode & 0o7777`. */
  readonly mode: number;
}

/** One file of a transaction; null where there is no file. */
export interface Operation {
  readonly path: string;
  readonly before: Recorded | null;
  readonly after: Recorded | null;
}

/** What a transaction does. Its files lie beside it as `<index>.old` and `<index>.new`. */
export interface Manifest {
  readonly version: 1;
  readonly purpose: 'migrate' | 'undo';
  /** Inode of the journal's folder. A journal that was not written in this place (a clone brought it) is not obeyed. */
  readonly inode: string;
  /** Folders that are made for creations, parents first. */
  readonly folders: readonly string[];
  /** Folders that go after the commit when nothing is left in them, parents first: an undo has these. */
  readonly emptied: readonly string[];
  readonly operations: readonly Operation[];
}

/**
 * Reads a manifest from disk. It may come from a stranger's repository, so nothing in it is trusted:
 * paths must be ones that a change set may write. Throws a recovery problem for anything else.
 */
export function readManifest(text: string, place: string): Manifest {
  const value = parseJson(text);
  if (isManifest(value)) return value;
  throw new ProblemError('recovery', {
    code: 'journal-broken',
    file: place,
    reason: 'this journal cannot be read',
    hint: 'Compare the working tree with what you expect; then remove the folder .diag-codemod and run again.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Unknown<Shape> = { readonly [Key in keyof Shape]?: unknown };

function isManifest(value: unknown): value is Manifest {
  const { version, purpose, inode, folders, emptied, operations } = (value ?? {}) as Unknown<Manifest>;
  return (
    version === 1 &&
    (purpose === 'migrate' || purpose === 'undo') &&
    typeof inode === 'string' &&
    isPathList(folders) &&
    isPathList(emptied) &&
    Array.isArray(operations) &&
    operations.every(isOperation)
  );
}

function isOperation(value: unknown): value is Operation {
  const { path, before, after } = (value ?? {}) as Unknown<Operation>;
  return isPath(path) && isRecorded(before) && isRecorded(after);
}

function isPathList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isPath);
}

function isPath(value: unknown): value is string {
  return typeof value === 'string' && isWritablePath(value);
}

function isRecorded(value: unknown): value is Recorded | null {
  if (value === null) return true;
  const { sha256, mode } = (value ?? {}) as Unknown<Recorded>;
  return typeof sha256 === 'string' && Number.isInteger(mode) && Number(mode) >= 0 && Number(mode) <= 0o7777;
}
