import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../../test/setup/testdir.ts';
import { runProgram } from './run-program.ts';

const env = { PATH: '/usr/bin:/bin' };
const shell = (script: string, options = {}) => runProgram('/bin/sh', ['-c', script], { env, ...options });

/** Whether a process is there that can still do something: one that ended but was not waited for cannot. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('runProgram', () => {
  it('gives both streams, the code and the time', async () => {
    expect(await shell('echo out; echo err >&2; exit 3')).toMatchObject({
      code: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  it('passes on the input, and nothing of our environment', async () => {
    process.env.SECRET_OF_A_TEST = 'x';
    expect((await shell('cat; env', { input: 'in\n' })).stdout).toMatch(/^in\n/);
    expect((await shell('env')).stdout).not.toContain('SECRET_OF_A_TEST');
    delete process.env.SECRET_OF_A_TEST;
  });

  it('says 127 for a program that is not there, and 128 for one that a signal ended', async () => {
    expect((await runProgram('/nowhere/program', [], { env })).code).toBe(127);
    expect((await shell('kill -9 $$')).code).toBe(128);
  });

  it.runIf(process.platform === 'linux')(
    'ends a program with all that it started when the time is up',
    async () => {
      const folder = testdir();
      const slow = await shell(`sleep 60 & echo $! > ${join(folder, 'pid')}; wait`, { timeout: 300 });
      expect(slow.code).toBe(124);
      const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(isAlive(pid)).toBe(false);
    },
  );

  it('leaves no listener behind', async () => {
    const before = process.listenerCount('exit');
    await Promise.all([shell('true'), shell('true')]);
    expect(process.listenerCount('exit')).toBe(before);
  });
});
