import { ProblemError } from '../repository/problem.ts';

/** A wrong command line or configuration: exit 2. */
export function usageProblem(code: string, reason: string, hint = 'See diag-codemod --help.'): ProblemError {
  return new ProblemError('usage', { code, reason, hint });
}

/** Something that the design names and a later version brings: exit 2 too. */
export function notAvailable(what: string): ProblemError {
  return usageProblem('not-available', `${what} is not available in this version`);
}
