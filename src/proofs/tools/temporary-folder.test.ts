import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../../test/setup/testdir.ts';
import { runProgram } from './run-program.ts';
import { removedAfterwards } from './temporary-folder.ts';

describe('removedAfterwards', () => {
  it('removes the folder, also after an error', async () => {
    const folder = join(testdir(), 'a');
    mkdirSync(folder);
    expect(await removedAfterwards(folder, async () => existsSync(folder))).toBe(true);
    expect(existsSync(folder)).toBe(false);
    mkdirSync(folder);
    await expect(removedAfterwards(folder, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(folder)).toBe(false);
  });

  it('ends what still writes to it before it is removed at the end of the process', async () => {
    const folder = join(testdir(), 'a');
    mkdirSync(folder);
    const writing = `while true; do mkdir -p ${folder}/b; echo x > ${folder}/b/$RANDOM$$; done`;
    const before = process.listeners('exit');
    const used = removedAfterwards(folder, () =>
      runProgram('/bin/bash', ['-c', writing], { env: { PATH: '/usr/bin:/bin' }, timeout: 20_000 }),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(existsSync(join(folder, 'b'))).toBe(true);
    const [atExit] = process.listeners('exit').filter((listener) => !before.includes(listener));
    atExit?.call(process, 0);
    expect(existsSync(folder)).toBe(false);
    await used;
    spawnSync('sleep', ['0.2']);
    expect(existsSync(folder)).toBe(false);
  });
});
