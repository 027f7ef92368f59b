import type { Change, Creation, Deletion, Edit } from './change.ts';
import { countLines, type LineCounts } from './diff-lines.ts';
import { applyEdits } from './edits.ts';
import { type ProblemError, refusal } from './problem.ts';
import type { Repository } from './repository.ts';
import { isWritablePath } from './safe-path.ts';
import type { SourceFile } from './source-file.ts';

/** What happens to one file. */
export interface FileChange {
  readonly path: string;
  readonly kind: 'modify' | 'create' | 'delete';
  /** Undefined for a file that is created. */
  readonly before: string | undefined;
  /** Undefined for a file that is deleted. */
  readonly after: string | undefined;
  /** Permission bits, before and after alike. */
  readonly mode: number;
  /** Ids of the steps that asked for it, in the order they asked. */
  readonly steps: readonly string[];
  /** Sentences, in the order of the text, each once. */
  readonly reasons: readonly string[];
  readonly addedLines: number;
  readonly removedLines: number;
}

/** All edits, creations and deletions of a run: checked as one, applied as one. */
export interface ChangeSet {
  /** Sorted by path; files that would end as they are are left out. */
  readonly files: readonly FileChange[];
  /** What every changed file is afterwards, for {@link Repository.overlay}. */
  readonly result: ReadonlyMap<string, SourceFile | undefined>;
}

/**
 * Puts the changes of all steps together. Nothing is written.
 *
 * The same edit asked for twice is one edit. A file that one step deletes and another edits is deleted.
 * Throws a refusal when a change does not fit the repository (stale, overlapping, outside, in the way):
 * such a plan is a fault of a step.
 */
export function buildChangeSet(repository: Repository, changes: readonly Change[]): ChangeSet {
  return changeSetOf([...byPath(changes)].map(([path, list]) => fileChange(repository, path, list)));
}

/**
 * One change set of two, of which the second was made for what the first leaves. A file that ends as it began is left out.
 */
export function chainChangeSets(first: ChangeSet, second: ChangeSet): ChangeSet {
  const later = new Map(second.files.map((file) => [file.path, file]));
  const earlier = first.files.map((one) => {
    const other = later.get(one.path);
    later.delete(one.path);
    return other ? chain(one, other) : one;
  });
  return changeSetOf([...earlier, ...later.values()]);
}

/** The repository as the change set would leave it. */
export function applyInMemory(repository: Repository, changeSet: ChangeSet): Repository {
  return repository.overlay(changeSet.result);
}

/** Sorts the files and leaves out those that end as they began. */
function changeSetOf(changed: readonly FileChange[]): ChangeSet {
  const files = changed
    .filter((file) => file.before !== file.after)
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  return { files, result: new Map(files.map((file) => [file.path, resultOf(file)])) };
}

function byPath(changes: readonly Change[]): Map<string, Change[]> {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const group = groups.get(change.path);
    if (group) group.push(change);
    else groups.set(change.path, [change]);
  }
  return groups;
}

function resultOf(file: FileChange): SourceFile | undefined {
  return file.after === undefined ? undefined : { path: file.path, text: file.after, mode: file.mode };
}

function fileChange(repository: Repository, path: string, changes: readonly Change[]): FileChange {
  if (!isWritablePath(path)) throw misfit(path, 'the plan wants to write outside the repository');
  const creation = changes.find((change): change is Creation => change.kind === 'create');
  if (creation) return create(repository, creation, changes);
  const file = repository.read(path);
  if (!file) throw misfit(path, 'the plan wants to change a file that does not exist');
  const deletion = changes.find((change): change is Deletion => change.kind === 'delete');
  if (!deletion) return modify(file, changes as readonly Edit[]);
  if (deletion.expected !== file.text) throw misfit(path, 'the plan was made for another text of this file');
  return described({ path, kind: 'delete', before: file.text, after: undefined, mode: file.mode }, changes);
}

function create(repository: Repository, creation: Creation, changes: readonly Change[]): FileChange {
  const { path, text, mode } = creation;
  if (repository.has(path)) throw misfit(path, 'the plan wants to create a file that exists');
  const differs = changes.some(
    (change) => change.kind !== 'create' || change.text !== text || change.mode !== mode,
  );
  if (differs) throw misfit(path, 'two steps want to create this file differently');
  return described({ path, kind: 'create', before: undefined, after: text, mode }, changes);
}

function modify(file: SourceFile, edits: readonly Edit[]): FileChange {
  const ordered = [...edits].sort((one, other) => one.start - other.start);
  const after = applyEdits(file, edits);
  return described(
    { path: file.path, kind: 'modify', before: file.text, after, mode: file.mode },
    ordered.filter((edit) => edit.replacement !== edit.expected),
  );
}

/** What becomes of one file that is changed twice. */
function chain(one: FileChange, other: FileChange): FileChange {
  const kind = one.before === undefined ? 'create' : other.after === undefined ? 'delete' : 'modify';
  const { path, mode } = one;
  const outcome = { path, kind, before: one.before, after: other.after, mode } as const;
  return counted(outcome, [...one.steps, ...other.steps], [...one.reasons, ...other.reasons]);
}

type Outcome = Pick<FileChange, 'path' | 'kind' | 'before' | 'after' | 'mode'>;

function described(outcome: Outcome, changes: readonly Change[]): FileChange {
  return counted(
    outcome,
    changes.map(({ step }) => step),
    changes.map(({ reason }) => reason),
  );
}

function counted(outcome: Outcome, steps: readonly string[], reasons: readonly string[]): FileChange {
  const { before = '', after = '' } = outcome;
  let known: LineCounts | undefined;
  // Counted only when somebody asks: a plan builds many that nobody sees.
  const lines = () => {
    known ??= countLines(before, after);
    return known;
  };
  return {
    ...outcome,
    steps: [...new Set(steps)],
    reasons: [...new Set(reasons)],
    get addedLines() {
      return lines().added;
    },
    get removedLines() {
      return lines().removed;
    },
  };
}

function misfit(path: string, reason: string): ProblemError {
  return refusal({
    code: 'plan-misfit',
    file: path,
    reason,
    hint: 'This is a fault of diag-codemod; nothing was written. Please report it with this file.',
  });
}
