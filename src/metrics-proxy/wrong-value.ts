import { ProblemError } from '../repository/problem.ts';

/** An option of `metrics-proxy` that makes no sense: exit 2. */
export function wrongValue(reason: string, hint: string): ProblemError {
  return new ProblemError('usage', { code: 'wrong-value', reason, hint });
}
