import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Bare Node: what no program in JavaScript can be faster than. */
export const bareNode = [process.execPath, '-e', '0'];

/** This program with these arguments. */
export function ours(...args) {
  return [process.execPath, cli, ...args];
}

/**
 * Runs commands in turn, `pairs` times, after one round that does not count: a machine that changes its speed meanwhile does so for
 * all of them. Milliseconds of wall time: for each command the median, and the median of its ratios to the first, round by round.
 */
export function compare(commands, pairs) {
  for (const command of commands) wallTime(command);
  const rounds = Array.from({ length: pairs }, () => commands.map(wallTime));
  return commands.map((_, index) => ({
    milliseconds: median(rounds.map((round) => round[index])),
    ratio: median(rounds.map((round) => round[index] / round[0])),
  }));
}

function wallTime([program, ...args]) {
  const start = process.hrtime.bigint();
  const run = spawnSync(program, args, { stdio: 'ignore' });
  if (run.error) throw run.error;
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Peak memory of one run of this program in MiB. */
export function peakMemory(...args) {
  const hook = `process.on('exit', () => process._rawDebug('peak ' + process.resourceUsage().maxRSS))`;
  const run = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, cli, ...args],
    { encoding: 'utf8' },
  );
  return Number(/^peak (\d+)$/m.exec(run.stderr)?.[1]) / 1024;
}

function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
