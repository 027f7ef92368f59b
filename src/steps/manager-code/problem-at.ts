import type { Located } from '../../golang/node.ts';
import { type Problem, type ProblemError, refusal } from '../../repository/problem.ts';
import { positionAt } from '../../repository/source-file.ts';

/** A refusal that names a place in Go code. */
export function problemAt(
  { file, node }: Located,
  problem: Pick<Problem, 'code' | 'reason' | 'hint'>,
): ProblemError {
  return refusal({ ...problem, file: file.path, ...positionAt(file.text, node.startIndex) });
}

/** `main.go:12`, for messages that name a second place. */
export function placeText({ file, node }: Located): string {
  return `${file.path}:${positionAt(file.text, node.startIndex).line}`;
}
