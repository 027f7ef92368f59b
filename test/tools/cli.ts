import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CommandResult, run } from './command.ts';

/** The built command line: what a user gets, not the sources. `DIAG_CODEMOD_CLI` names another one, e.g. an installed one. */
function cliFile(): string {
  return process.env.DIAG_CODEMOD_CLI ?? fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
}

/** Runs the command line with Node. Its environment has no GIT_… variable of ours. */
export function diagCodemod(args: readonly string[], cwd?: string): Promise<CommandResult> {
  const file = cliFile();
  if (!existsSync(file)) throw new Error(`${file} is missing: npm run build`);
  return run(process.execPath, [file, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { NO_COLOR: '1', GIT_DIR: undefined, GIT_WORK_TREE: undefined },
    timeout: 120_000,
  });
}
