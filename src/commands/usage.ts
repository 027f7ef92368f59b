import { ProblemError } from '../repository/problem.ts';

/** A wrong command line or configuration: exit 2. */
export function usageProblem(code: string, reason: string, hint = 'See diag-codemod --help.'): ProblemError {
  return new ProblemError('usage', { code, reason, hint });
}
