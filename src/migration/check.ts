import { parseGo } from '../golang/syntax.ts';
import { parseYaml, tryParseYaml } from '../kubernetes/yaml-file.ts';
import { isShort } from '../kubernetes/yaml-part.ts';
import type { ChangeSet } from '../repository/change-set.ts';
import { type Problem, ProblemError, refusal } from '../repository/problem.ts';
import type { Repository } from '../repository/repository.ts';
import type { SourceFile } from '../repository/source-file.ts';

/**
 * Throws a refusal unless every edited file still parses. A fault here is the tool's own, and is said to be:
 * nothing has been written yet.
 */
export function checkSyntax(before: Repository, changeSet: ChangeSet): void {
  for (const file of changeSet.files) {
    const after = changeSet.result.get(file.path);
    if (!after) continue;
    try {
      checkFile(before, after);
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

/** What is parsed here is the file that the survey of the result finds: it need not be parsed again there. */
function checkFile(before: Repository, after: SourceFile): void {
  const { path } = after;
  if (path.endsWith('.go')) parseGo(after);
  if (/\.ya?ml$/.test(path)) checkYaml(before.tryRead(path), after);
}

/**
 * Parses a short file whole, of a long one the documents that changed: an edit touches a few lines of a rendered manifest.
 * A Helm template was no YAML before, and need not be one now.
 */
function checkYaml(before: SourceFile | undefined, after: SourceFile): void {
  try {
    if (isShort(after)) parseYaml(after);
    else for (const text of changedDocuments(before, after)) parseYaml({ ...after, text });
  } catch (error) {
    if (before === undefined || tryParseYaml(before)) throw error;
  }
}

function changedDocuments(before: SourceFile | undefined, after: SourceFile): readonly string[] {
  const unchanged = new Set(documentsOf(before?.text ?? ''));
  return documentsOf(after.text).filter((text) => !unchanged.has(text));
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
