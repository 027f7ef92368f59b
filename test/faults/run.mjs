// Faults at the size asked for: node test/faults/run.mjs [--all] [--seed N] [--only WORDS OF A TEST] [--workers N]
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    all: { type: 'boolean' },
    seed: { type: 'string' },
    only: { type: 'string' },
    workers: { type: 'string' },
  },
});
const env = {
  ...process.env,
  ...(values.all ? { DIAG_CODEMOD_FAULTS: 'all' } : {}),
  ...(values.seed === undefined ? {} : { DIAG_CODEMOD_SEED: values.seed }),
  ...(values.workers === undefined ? {} : { DIAG_CODEMOD_WORKERS: values.workers }),
};
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'safety', 'test/faults'];
if (values.only !== undefined) vitest.push('-t', values.only);
process.exitCode = spawnSync(process.execPath, vitest, { env, stdio: 'inherit' }).status ?? 1;
