import { parseGo } from '../golang/syntax.ts';
import { parseYaml, tryParseYaml } from '../kubernetes/yaml-file.ts';
import type { ChangeSet, FileChange } from '../repository/change-set.ts';
import { type Problem, ProblemError, refusal } from '../repository/problem.ts';
import type { Repository } from '../repository/repository.ts';
import type { SourceFile } from '../repository/source-file.ts';

/**
 * Throws a refusal unless every edited file still parses. A fault here is the tool's own, and is said to be:
 * nothing has been written yet.
 */
export function checkSyntax(before: Repository, changeSet: ChangeSet): void {
  for (const file of changeSet.files) {
    if (file.after === undefined) continue;
    try {
      checkFile(before, file, file.after);
    } catch (error) {
      throw error instanceof ProblemError ? brokenResult(error.problem) : error;
    }
  }
}

/** Throws a refusal unless planning on the result gives nothing: a second run must change nothing (design §7). */
export function checkIdempotence(again: ChangeSet): void {
  const file = again.files[0];
  if (!file) return;
  throw refusal({
    code: 'plan-not-stable',
    file: file.path,
    reason: `after the migration ${file.steps.join(', ')} would change this file again`,
    hint: 'This is a fault of diag-codemod; nothing was written. Please report it with this file.',
  });
}

/**
 * Runs a stage on our own result. What it refuses there is no fault of the repository: the refusal says so.
 */
export function asOwnFault<Value>(stage: () => Value): Value {
  try {
    return stage();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.kind !== 'refused') throw error;
    throw refusal({
      ...error.problem,
      code: 'plan-not-stable',
      reason: `the migrated repository would be refused: ${error.problem.reason}`,
      hint: 'This is a fault of diag-codemod; nothing was written. Please report it with this file.',
    });
  }
}

function checkFile(before: Repository, file: FileChange, after: string): void {
  const source = { path: file.path, text: after, mode: file.mode };
  if (file.path.endsWith('.go')) parseGo(source);
  if (/\.ya?ml$/.test(file.path)) checkYaml(before.tryRead(file.path), source);
}

/**
 * Parses the documents that changed: rendered manifests are long, and an edit touches a few lines of them.
 * A Helm template was no YAML before, and need not be one now.
 */
function checkYaml(before: SourceFile | undefined, after: SourceFile): void {
  const unchanged = new Set(documentsOf(before?.text ?? ''));
  const changed = documentsOf(after.text).filter((text) => !unchanged.has(text));
  try {
    for (const text of changed) parseYaml({ ...after, text });
  } catch (error) {
    if (before === undefined || tryParseYaml(before)) throw error;
  }
}

/** The texts between the `---` lines. */
function documentsOf(text: string): string[] {
  return text.split(/^---(?=\s)/m);
}

function brokenResult(problem: Problem): ProblemError {
  return refusal({
    ...problem,
    code: 'plan-breaks-file',
    reason: `the planned edit would leave a broken file: ${problem.reason}`,
    hint: 'This is a fault of diag-codemod; nothing was written. Please report it with this file.',
  });
}
