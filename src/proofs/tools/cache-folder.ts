import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where programs that were compiled here, and results of proofs, are kept between runs: `$DIAG_CODEMOD_CACHE`, else the user's own
 * cache folder.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { DIAG_CODEMOD_CACHE, XDG_CACHE_HOME } = environment;
  if (DIAG_CODEMOD_CACHE) return DIAG_CODEMOD_CACHE;
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'diag-codemod');
}
