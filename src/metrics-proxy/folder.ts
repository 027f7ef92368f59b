import { createHash } from 'node:crypto';
import { type Change, edit } from '../repository/change.ts';
import { buildChangeSet, type ChangeSet } from '../repository/change-set.ts';
import { ProblemError } from '../repository/problem.ts';
import type { Repository } from '../repository/repository.ts';
import type { SourceFile } from '../repository/source-file.ts';
import type { GeneratedFiles } from './generate.ts';

/** What was generated last, as `sha256sum --check` reads it: how an edit by hand is told from our own earlier text. */
const RECORD = 'generated.sha256';

const STEP = 'metrics-proxy';

/**
 * What must change in a folder so that it holds the generated files and no earlier one. Files of somebody else stay.
 * Throws a conflict where that would overwrite or delete what was edited by hand, unless `force`.
 */
export function planFolder(folder: Repository, files: GeneratedFiles, force: boolean): ChangeSet {
  const recorded = readRecord(folder);
  const all = new Map([...files, [RECORD, recordOf(files)]]);
  const stale = [...recorded.keys()].filter((path) => !all.has(path) && folder.has(path));
  const edited = [...files.keys(), ...stale].filter((path) =>
    isEdited(folder.read(path), recorded.get(path), files.get(path)),
  );
  if (edited.length > 0 && !force) throw editedFiles(folder, edited);
  return buildChangeSet(folder, [
    ...[...all].flatMap(([path, text]) => written(folder, path, text)),
    ...stale.flatMap((path) => deleted(folder, path)),
  ]);
}

function written(folder: Repository, path: string, text: string): readonly Change[] {
  const file = folder.read(path);
  const why = { step: STEP, reason: 'generated' };
  return file
    ? [edit(file, { start: 0, end: file.text.length }, text, why)]
    : [{ kind: 'create', path, text, mode: 0o644, ...why }];
}

function deleted(folder: Repository, path: string): readonly Change[] {
  const file = folder.read(path);
  return file
    ? [{ kind: 'delete', path, expected: file.text, step: STEP, reason: 'no longer generated' }]
    : [];
}

/** A checkout may have turned our line ends into CRLF: that is no edit. */
function isEdited(
  file: SourceFile | undefined,
  recorded: string | undefined,
  wanted: string | undefined,
): boolean {
  if (!file) return false;
  const text = file.text.replaceAll('\r\n', '\n');
  return text !== wanted && sha256(text) !== recorded;
}

function recordOf(files: GeneratedFiles): string {
  return [...files]
    .map(([path, text]) => `${sha256(text)}  ${path}\n`)
    .sort((one, other) => (one.slice(66) < other.slice(66) ? -1 : 1))
    .join('');
}

function readRecord(folder: Repository): ReadonlyMap<string, string> {
  const lines = folder.tryRead(RECORD)?.text.split(/\r?\n/) ?? [];
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const [, hash, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
      return hash === undefined || path === undefined ? [] : [[path, hash]];
    }),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function editedFiles(folder: Repository, edited: readonly string[]): ProblemError {
  const [file = ''] = edited;
  return new ProblemError('conflict', {
    code: 'edited-files',
    file,
    reason: `files in ${folder.root} are not as they were generated: ${edited.join(', ')}`,
    hint: 'Keep your edits elsewhere, in an overlay for example, or pass --force to lose them; --output names another folder.',
  });
}
