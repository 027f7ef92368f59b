import { existsSync, rmSync } from 'node:fs';
import { stopAll } from './run-program.ts';

/** A folder that programs still write to comes back while it is removed: how often that is tried, and the pause in milliseconds. */
const ATTEMPTS = 200;
const PAUSE = 20;

/**
 * Uses a folder and removes it, also when `use` throws, and when our process ends by a signal meanwhile: whatever writes to
 * it is ended first.
 */
export async function removedAfterwards<Value>(folder: string, use: () => Promise<Value>): Promise<Value> {
  const atExit = () => {
    stopAll();
    removeForGood(folder);
  };
  process.once('exit', atExit);
  try {
    return await use();
  } finally {
    process.removeListener('exit', atExit);
    removeForGood(folder);
  }
}

function removeForGood(folder: string): void {
  for (let attempt = 0; attempt < ATTEMPTS && existsSync(folder); attempt++) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Something was put into it meanwhile.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}
