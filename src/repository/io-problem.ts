import { ProblemError } from './problem.ts';

/** Turns an error of the file system into an `io` problem; other errors stay what they are. */
export function asIoProblem(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof ProblemError || typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) return error;
  return new ProblemError('io', {
    code: 'io-error',
    reason: `the file system answered ${code}: ${message}`,
    hint: 'Nothing was changed. Check free space and rights of the repository, and run again.',
  });
}
