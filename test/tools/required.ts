import type { Tool } from './cache.ts';
import { run } from './command.ts';
import { kustomize } from './kustomize.ts';
import { typechecker } from './typecheck.ts';

/** Set by `.ci/run`: a proof that cannot run is then a failure and not a skip. */
export const toolsAreRequired = process.env.DIAG_CODEMOD_REQUIRE_TOOLS === '1';

/** Programs that the proofs call by name. gofmt comes with Go. */
const PROGRAMS: readonly (readonly [string, ...string[]])[] = [
  ['go', 'version'],
  ['gofmt', '-h'],
  ['git', '--version'],
  ['make', '--version'],
];

/** What is missing for the proofs; throws where they are required. */
export async function missingPrograms(): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const [program, ...args] of PROGRAMS) {
    const result = await run(program, args);
    if (result.code === 127) missing.push(program);
  }
  // Where these two cannot be built the module proxy is out of reach, and no fixture could be checked either.
  for (const tool of missing.length > 0 ? [] : [await typechecker(), await kustomize()]) {
    if ('missing' in tool) missing.push(`Go modules (${tool.missing.slice(0, 200)})`);
  }
  if (missing.length > 0 && toolsAreRequired) throw new Error(`required, but missing: ${missing.join(', ')}`);
  return missing;
}

/** The path of a tool; throws, with the reason, where it could not be had. */
export function pathOf(tool: Tool): string {
  if ('missing' in tool) throw new Error(tool.missing);
  return tool.path;
}
