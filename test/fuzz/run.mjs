// Mutation fuzzing at the size asked for: node test/fuzz/run.mjs [--runs N] [--seed N]
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const env = {
  ...process.env,
  ...(values.runs === undefined ? {} : { DIAG_CODEMOD_RUNS: values.runs }),
  ...(values.seed === undefined ? {} : { DIAG_CODEMOD_SEED: values.seed }),
};
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'safety', 'test/fuzz/fuzz.test.ts'];
process.exitCode = spawnSync(process.execPath, vitest, { env, stdio: 'inherit' }).status ?? 1;
