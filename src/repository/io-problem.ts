import { ProblemError } from './problem.ts';

/** What the answers of a file system mean to a person, and what helps. */
const MEANINGS: Readonly<Record<string, readonly [meaning: string, help: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space'],
  EDQUOT: ['the disk quota is used up', 'Free some space, or have the quota raised'],
  EFBIG: ['a file would be larger than is allowed here', 'Raise the limit (ulimit -f)'],
  EACCES: ['the rights do not allow it', 'Make the files and their folders writable for you'],
  EPERM: ['the file system does not permit it', 'Make the files and their folders writable for you'],
  EROFS: ['the file system is read-only', 'Mount it writable, or work on a copy'],
  EIO: ['the disk reports an error', 'Check the disk'],
  EMFILE: ['too many files are open', 'Raise the limit (ulimit -n)'],
  ENFILE: ['too many files are open on this machine', 'Close other programs'],
  EXDEV: ['a part of the repository lies on another file system', 'Work on a copy on one file system'],
};

/**
 * Turns an error of the file system into an `io` problem; other errors stay what they are.
 * `file` is the file of the repository that was worked on, where there was one.
 */
export function asIoProblem(error: unknown, file?: string): unknown {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  if (error instanceof ProblemError || typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) return error;
  const [meaning, help] = MEANINGS[code] ?? ['the file system refused', 'Check the disk and the rights'];
  return new ProblemError('io', {
    code: 'io-error',
    ...(file === undefined ? {} : { file }),
    reason: `${meaning} (${[code, syscall].filter((part) => part !== undefined).join(', ')})`,
    hint: `Nothing was changed. ${help}, and run again.`,
  });
}
