import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { asIoProblem } from './io-problem.ts';
import { ProblemError } from './problem.ts';

function errorOf(code: unknown, errno?: number, syscall?: string): Error {
  return Object.assign(new Error('m'), { code, errno, syscall });
}

function reasonOf(error: unknown): string {
  const known = asIoProblem(error);
  if (!(known instanceof ProblemError)) throw new Error('no problem');
  expect(known).toMatchObject({ kind: 'io', problem: { code: 'io-error' } });
  return known.problem.reason;
}

describe('asIoProblem', () => {
  it.each([
    ['ENOSPC', 'the disk is full (ENOSPC, write)'],
    ['EFBIG', 'a file would be larger than is allowed here (EFBIG, write)'],
    ['EACCES', 'the rights do not allow it (EACCES, write)'],
    ['EPERM', 'the file system does not permit it (EPERM, write)'],
    ['EROFS', 'the file system is read-only (EROFS, write)'],
    ['EIO', 'the disk reports an error (EIO, write)'],
    ['EMFILE', 'too many files are open (EMFILE, write)'],
    ['ENFILE', 'too many files are open on this machine (ENFILE, write)'],
    ['EXDEV', 'a part of the repository lies on another file system (EXDEV, write)'],
    ['EBUSY', 'the file system refused (EBUSY, write)'],
  ])('says what %s means', (code, reason) => {
    expect(reasonOf(errorOf(code, -1, 'write'))).toBe(reason);
  });

  it('knows a used-up quota, for which Node has no name', () => {
    const quota = errorOf('Unknown system error -122', -constants.errno.EDQUOT, 'write');
    expect(reasonOf(quota)).toBe('the disk quota is used up (EDQUOT, write)');
  });

  it('tells the number of another error that Node has no name for', () => {
    expect(reasonOf(errorOf('Unknown system error -999', -999))).toBe('the file system refused (error 999)');
    expect(reasonOf(errorOf('Unknown system error'))).toBe('the file system refused (error 0)');
  });

  it('takes a part of the program that cannot be loaded for a fault of the disk', () => {
    expect(reasonOf(errorOf('ERR_MODULE_NOT_FOUND'))).toBe(
      'a file of diag-codemod itself cannot be read (ERR_MODULE_NOT_FOUND)',
    );
  });

  it('names the file where there is one, says what helps, and that nothing was changed', () => {
    expect(asIoProblem(errorOf('ENOSPC', -28, 'write'), 'a.txt')).toMatchObject({
      problem: { file: 'a.txt', hint: 'Nothing was changed. Free some space, and run again.' },
    });
    const other = asIoProblem(errorOf('EBUSY'));
    expect(other).toMatchObject({
      problem: { hint: 'Nothing was changed. Check the disk and the rights, and run again.' },
    });
    expect((other as ProblemError).problem).not.toHaveProperty('file');
  });

  it.each([
    ['a fault of ours', new TypeError('x is undefined')],
    ['an error of Node that is none of the file system', errorOf('ERR_INVALID_ARG_TYPE')],
    ['a code that is no text', errorOf(28)],
    ['a problem that is known', new ProblemError('busy', { code: 'c', reason: 'r', hint: 'h' })],
    ['what is no error', 'text'],
    ['nothing', undefined],
    ['null', null],
  ])('leaves %s as it is', (_name, error) => {
    expect(asIoProblem(error)).toBe(error);
  });
});
