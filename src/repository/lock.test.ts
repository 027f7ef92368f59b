import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir, writeTestFile } from '../../test/setup/testdir.ts';
import { withLock } from './lock.ts';
import { ProblemError } from './problem.ts';
import { identityOfProcess, isAlive } from './process-identity.ts';

describe('withLock', () => {
  it('claims while it runs, and leaves no claim', () => {
    const root = testdir();
    const during = withLock(root, () => readdirSync(join(root, '.diag-codemod/lock')));
    expect(during).toEqual([identityOfProcess()]);
    expect(existsSync(join(root, '.diag-codemod/lock'))).toBe(false);
  });

  it('gives the claim up when what it runs fails', () => {
    const root = testdir();
    const failing = () =>
      withLock(root, () => {
        throw new Error('inside');
      });
    expect(failing).toThrow('inside');
    expect(withLock(root, () => 'again')).toBe('again');
  });

  it('is busy while another live process holds a claim, and leaves that claim alone', () => {
    const root = testdir();
    const other = join(root, '.diag-codemod/lock', identityOfProcess(process.ppid));
    writeTestFile(root, `.diag-codemod/lock/${identityOfProcess(process.ppid)}`, '');
    const attempt = () => withLock(root, () => 'never');
    expect(attempt).toThrow(ProblemError);
    expect(attempt).toThrow('another run of diag-codemod is at work');
    expect(readdirSync(join(root, '.diag-codemod/lock'))).toEqual([identityOfProcess(process.ppid)]);
    expect(existsSync(other)).toBe(true);
  });

  it('goes on when the other one steps back in time', async () => {
    const root = testdir();
    const child = spawn('sleep', ['60']);
    const other = identityOfProcess(child.pid);
    writeTestFile(root, `.diag-codemod/lock/${other}`, '');
    const path = join(root, '.diag-codemod/lock', other);
    const helper = spawn('sh', ['-c', 'echo ready; sleep 0.02; rm "$0"', path]);
    await once(helper.stdout, 'data');
    expect(withLock(root, () => 'done')).toBe('done');
    child.kill('SIGKILL');
    helper.kill('SIGKILL');
  });

  it('does not claim through a link', () => {
    const root = testdir({ '.diag-codemod/.gitignore': '*\n' });
    const outside = testdir();
    symlinkSync(outside, join(root, '.diag-codemod/lock'));
    expect(() => withLock(root, () => 'never')).toThrow();
    expect(readdirSync(outside)).toEqual([]);
  });
});

describe('isAlive', () => {
  it('knows this process and a child, and forgets the child when it ends', async () => {
    expect(isAlive(identityOfProcess(), 0)).toBe(true);
    const child = spawn('sleep', ['60']);
    const identity = identityOfProcess(child.pid);
    expect(isAlive(identity, 0)).toBe(true);
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(isAlive(identity, 0)).toBe(false);
  });

  it.each(['', 'x', '0.1.2.3', '-1.0.0.0', '1', '..'])('takes %j for nobody', (identity) => {
    expect(isAlive(identity, 0)).toBe(false);
  });

  it('believes a process of another container for a minute', () => {
    const elsewhere = identityOfProcess().replace(/\.[^.]*$/, '.4026000000');
    expect(isAlive(elsewhere, 59_000)).toBe(true);
    expect(isAlive(elsewhere, 61_000)).toBe(false);
  });

  it('reads the start time behind a process name with blanks and brackets', () => {
    const script = 'cp "$(command -v sleep)" "$0/a) b (c" && exec "$0/a) b (c" 60';
    const child = spawn('sh', ['-c', script, testdir()]);
    execFileSync('sleep', ['0.3']);
    const identity = identityOfProcess(child.pid);
    child.kill('SIGKILL');
    expect(identity.split('.')[1]).toMatch(/^[1-9]\d+$/);
  });
});
