import { ProblemError } from '../../src/repository/problem.ts';

/** The reason of the usage problem that `act` throws; fails when it throws none. */
export function usageOf(act: () => unknown): string {
  const { kind, problem } = problemOf(act);
  if (kind !== 'usage') throw new Error(`a problem of kind ${kind}`);
  return problem.reason;
}

/** The problem that `act` throws; fails when it throws none. */
export function problemOf(act: () => unknown): ProblemError {
  try {
    act();
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
