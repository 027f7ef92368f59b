import { constants } from 'node:os';
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
  ERR_MODULE_NOT_FOUND: [
    'a file of diag-codemod itself cannot be read',
    'Check the disk, or install it again',
  ],
  EXDEV: ['a part of the repository lies on another file system', 'Work on a copy on one file system'],
};

/**
 * Turns an error of the file system into an `io` problem; other errors stay what they are.
 * `file` is the file of the repository that was worked on, where there was one.
 */
export function asIoProblem(error: unknown, file?: string): unknown {
  if (error instanceof ProblemError) return error;
  const code = codeOf(error);
  if (code === undefined) return error;
  const { syscall } = error as NodeJS.ErrnoException;
  const [meaning, help] = MEANINGS[code] ?? ['the file system refused', 'Check the disk and the rights'];
  return new ProblemError('io', {
    code: 'io-error',
    ...(file === undefined ? {} : { file }),
    reason: `${meaning} (${[code, syscall].filter((part) => part !== undefined).join(', ')})`,
    hint: `Nothing was changed. ${help}, and run again.`,
  });
}

/** Node has no name for some errors, among them that of a used-up quota: "Unknown system error -122". */
function codeOf(error: unknown): string | undefined {
  const { code, errno } = (error ?? {}) as NodeJS.ErrnoException;
  if (typeof code !== 'string') return undefined;
  if (errno === -constants.errno.EDQUOT) return 'EDQUOT';
  if (code.startsWith('Unknown system error')) return `error ${Math.abs(errno ?? 0)}`;
  return /^E[A-Z0-9]+$/.test(code) || code in MEANINGS ? code : undefined;
}
