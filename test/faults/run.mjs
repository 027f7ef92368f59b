// Faults at the size asked for: node test/faults/run.mjs [--all] [--seed N]
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { all: { type: 'boolean' }, seed: { type: 'string' } } });
const env = {
  ...process.env,
  ...(values.all ? { DIAG_CODEMOD_FAULTS: 'all' } : {}),
  ...(values.seed === undefined ? {} : { DIAG_CODEMOD_SEED: values.seed }),
};
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'safety', 'test/faults'];
process.exitCode = spawnSync(process.execPath, vitest, { env, stdio: 'inherit' }).status ?? 1;
