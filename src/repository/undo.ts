import { editedSince } from './edited-since.ts';
import { inFolder } from './folder.ts';
import { asIoProblem } from './io-problem.ts';
import { type Content, DONE_MARK, type FileTransition, readMark, sha256, UNDO } from './journal.ts';
import type { Operation, Recorded } from './manifest.ts';
import { contentAt } from './operation.ts';
import { ProblemError } from './problem.ts';
import { readRegular } from './read-regular.ts';
import { recoverInterrupted } from './recovery.ts';
import type { SourceFile } from './source-file.ts';
import { runTransaction } from './transaction.ts';

/** A file that `undo` took back. */
export interface UndoneFile {
  readonly path: string;
  readonly kind: 'modify' | 'create' | 'delete';
  /** Its text before and after the undo; undefined where there is no file. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * Takes the last migration back: bytes, modes, creations and deletions. Undefined when there is none.
 * Throws a conflict that names every file edited since; then nothing is changed.
 */
export function undo(root: string): readonly UndoneFile[] | undefined {
  recoverInterrupted(root);
  const manifest = readMark(root, UNDO, DONE_MARK);
  if (!manifest) return undefined;
  try {
    const found = manifest.operations.map(({ path }) => contentAt(root, path));
    const edited = editedSince(manifest, found);
    if (edited) throw edited;
    const transitions = manifest.operations.map((operation, at) => reversed(root, operation, found[at], at));
    runTransaction(root, { purpose: 'undo', transitions, emptied: manifest.folders });
    return transitions.map(describe);
  } catch (error) {
    throw asIoProblem(error);
  }
}

/**
 * The files that the last migration changed, as they were before it; undefined for files that it created. Undefined where there
 * is no migration to take back.
 */
export function filesBefore(root: string): ReadonlyMap<string, SourceFile | undefined> | undefined {
  const manifest = readMark(root, UNDO, DONE_MARK);
  if (!manifest) return undefined;
  return new Map(manifest.operations.map((operation, at) => [operation.path, oldFile(root, operation, at)]));
}

function oldFile(root: string, { path, before }: Operation, at: number): SourceFile | undefined {
  if (before === null) return undefined;
  return { path, text: oldContent(root, before, at).bytes.toString('utf8'), mode: before.mode };
}

/** The transition back. `found` is what was compared with the migration's: an edit of a later moment is found under the lock. */
function reversed(
  root: string,
  { path, before }: Operation,
  found: Content | null | undefined,
  at: number,
): FileTransition {
  return { path, before: found ?? undefined, after: before ? oldContent(root, before, at) : undefined };
}

function oldContent(root: string, recorded: Recorded, at: number): Content {
  const found = inFolder(root, UNDO, (folder) => readRegular(`${folder.path}/${at}.old`));
  if (found && sha256(found.bytes) === recorded.sha256) return { bytes: found.bytes, mode: recorded.mode };
  throw new ProblemError('recovery', {
    code: 'undo-broken',
    file: `${UNDO}/${at}.old`,
    reason: 'these old bytes are no longer what the migration saved',
    hint: 'Nothing was changed. Take the files back with git.',
  });
}

function describe({ path, before, after }: FileTransition): UndoneFile {
  const kind = before === undefined ? 'create' : after === undefined ? 'delete' : 'modify';
  return { path, kind, before: before?.bytes.toString(), after: after?.bytes.toString() };
}
