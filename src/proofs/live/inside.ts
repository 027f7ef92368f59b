import { readFileSync } from 'node:fs';
import { stopAll } from '../tools/run-program.ts';
import { startControlPlane } from './control-plane.ts';
import type { LiveJob, LiveOutcome, LiveResult } from './job.ts';
import { runManager } from './run-manager.ts';

/**
 * The program that runs beside the managers, in their network: it is given the path of a {@link LiveJob} and prints a
 * {@link LiveResult}.
 */
async function main(path: string): Promise<LiveResult> {
  const job: LiveJob = JSON.parse(readFileSync(path, 'utf8'));
  const plane = await startControlPlane(job);
  const outcomes: LiveOutcome[] = [];
  try {
    for (const run of job.runs) {
      process.stderr.write(`${run.id}\n`);
      outcomes.push(await runManager(job, plane, run));
    }
    return { version: plane.version, outcomes };
  } finally {
    await plane.stop();
  }
}

/** The process that started us. Where it is killed nobody else would stop what we run: in namespaces it ends with them, here by itself. */
const starter = process.ppid;
setInterval(() => {
  if (process.ppid === starter) return;
  stopAll();
  process.kill(process.pid, 'SIGKILL');
}, 250).unref();

const result = await main(process.argv[2] ?? '').catch(
  (error: unknown): LiveResult => ({
    version: '',
    outcomes: [],
    failure: error instanceof Error ? error.message : String(error),
  }),
);
process.stdout.write(JSON.stringify(result));
