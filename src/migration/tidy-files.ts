import { bytesOf, filesBelow } from '../proofs/tools/scratch.ts';
import { type Change, edit } from '../repository/change.ts';
import { ProblemError } from '../repository/problem.ts';
import type { Repository } from '../repository/repository.ts';

/** What Go left in the scratch copy, as changes of the repository as it is on the disk. */
export interface TidiedFiles {
  readonly changes: readonly Change[];
  /** All paths that Go may write: what was planned for them is part of `changes`, or gone. */
  readonly looked: ReadonlySet<string>;
}

const OWN_FILES = ['go.mod', 'go.sum', 'go.work.sum'];
const WHY = { step: 'go-mod', reason: 'go mod tidy (and go mod vendor) bring it in line with the imports' };

/** Compares go.mod, go.sum and vendor/ of the given folders with the repository. Throws `tidy-not-text` for a file that is no UTF-8. */
export function tidiedFiles(repository: Repository, tree: string, folders: readonly string[]): TidiedFiles {
  const looked = new Set(folders.flatMap((folder) => writtenBelow(repository, tree, folder)));
  const changes = [...looked].flatMap((path) => changeOf(repository, tree, path));
  return { changes, looked };
}

function writtenBelow(repository: Repository, tree: string, folder: string): string[] {
  const inFolder = (name: string) => (folder === '.' ? name : `${folder}/${name}`);
  const vendor = inFolder('vendor');
  const before = repository.paths.filter((path) => path.startsWith(`${vendor}/`));
  return [...OWN_FILES.map(inFolder), ...before, ...filesBelow(tree, vendor)];
}

function changeOf(repository: Repository, tree: string, path: string): Change[] {
  const after = bytesOf(tree, path);
  const before = repository.has(path) ? bytesOf(repository.root, path) : undefined;
  if (before === after || (before && after && before.equals(after))) return [];
  if (!after) return deletion(repository, path);
  const text = textOf(path, after);
  const file = before ? repository.read(path) : undefined;
  if (!file) return [{ kind: 'create', path, text, mode: 0o644, ...WHY }];
  return [edit(file, { start: 0, end: file.text.length }, text, WHY)];
}

function deletion(repository: Repository, path: string): Change[] {
  const file = repository.read(path);
  return file ? [{ kind: 'delete', path, expected: file.text, ...WHY }] : [];
}

function textOf(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ProblemError('io', {
      code: 'tidy-not-text',
      file: path,
      reason: 'go mod vendor writes a file that is no UTF-8 text, which cannot be part of a change set',
      hint: 'Leave --tidy out and run the commands that the report lists.',
    });
  }
}
