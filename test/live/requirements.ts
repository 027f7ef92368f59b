import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../src/proofs/tools/cache-folder.ts';
import { run } from '../tools/command.ts';
import { whyNoNetwork } from '../tools/network.ts';
import { toolsAreRequired } from '../tools/required.ts';

/**
 * What is missing for a live test, in one line; undefined where it can run. Throws where tools are required.
 * Programs of Kubernetes are compiled only when that is asked for (`DIAG_CODEMOD_REQUIRE_TOOLS=1`): it takes ten minutes.
 */
export async function whyNotLive(
  programs: readonly string[],
  built: readonly string[],
): Promise<string | undefined> {
  const reason = (await missingProgram(programs)) ?? (await whyNoNetwork()) ?? notBuilt(built);
  if (reason !== undefined && toolsAreRequired) throw new Error(`required, but missing: ${reason}`);
  return reason;
}

async function missingProgram(programs: readonly string[]): Promise<string | undefined> {
  for (const program of programs) {
    if ((await run(program, ['-v'])).code === 127) return `${program} is not installed`;
  }
  return undefined;
}

function notBuilt(names: readonly string[]): string | undefined {
  if (toolsAreRequired) return undefined;
  const missing = names.filter((name) => !existsSync(join(cacheFolder(), 'bin', name)));
  return missing.length > 0
    ? `${missing.join(', ')} not built: DIAG_CODEMOD_REQUIRE_TOOLS=1 builds them`
    : undefined;
}
