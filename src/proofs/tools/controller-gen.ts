import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtOnce, type Tool } from './built-program.ts';
import { type Environment, goFlags } from './environment.ts';
import { type ProgramResult, runProgram } from './run-program.ts';

/** golang.org/x/tools that compiles with Go 1.26; the output of controller-gen does not depend on it (facts H). */
const WORKING_TOOLS = 'golang.org/x/tools@v0.38.0';

const GENERATOR = 'sigs.k8s.io/controller-tools/cmd/controller-gen';

/** Runs go; tests make sure that only one compiles at a time. */
export type GoRunner = (
  args: readonly string[],
  place: { cwd: string; env: Environment },
) => Promise<ProgramResult>;

const plainGo: GoRunner = (args, place) => runProgram('go', args, { ...place, timeout: 1_200_000 });

/** The controller-gen of a version such as `v0.17.2`, from the cache or built into it. */
export function controllerGen(
  version: string,
  environment: Environment,
  go: GoRunner = plainGo,
): Promise<Tool> {
  const env = { ...environment, GOWORK: 'off', GOFLAGS: goFlags('') };
  return builtOnce(`controller-gen-${version}`, async (folder, target) => {
    if (!needsNewerTools(version)) {
      const installed = await install(go, version, folder, target, env);
      if (installed.code === 0) return installed;
    }
    return buildWithNewerTools(go, version, folder, target, env);
  });
}

/**
 * Up to 0.16.2 the x/tools in go.mod is too old for Go 1.26: from 0.12 on its token package does not compile, before that
 * controller-gen compiles and then panics in go/types for want of sizes.
 */
function needsNewerTools(version: string): boolean {
  const [minor = 0, patch = 0] = version.replace(/^v0\./, '').split('.').map(Number);
  return minor < 16 || (minor === 16 && patch <= 2);
}

async function install(
  go: GoRunner,
  version: string,
  folder: string,
  target: string,
  env: Environment,
): Promise<ProgramResult> {
  const installed = await go(['install', `${GENERATOR}@${version}`], {
    cwd: folder,
    env: { ...env, GOBIN: folder },
  });
  if (installed.code === 0) renameSync(join(folder, 'controller-gen'), target);
  return installed;
}

/** A tool module of its own raises the one requirement; the program still calls itself by its version. */
async function buildWithNewerTools(
  go: GoRunner,
  version: string,
  folder: string,
  target: string,
  env: Environment,
): Promise<ProgramResult> {
  const cwd = join(folder, 'module');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'go.mod'), 'module example.org/tools\n\ngo 1.24.0\n');
  const got = await go(['get', `sigs.k8s.io/controller-tools@${version}`, WORKING_TOOLS], { cwd, env });
  return got.code === 0 ? go(['build', '-mod=mod', '-o', target, GENERATOR], { cwd, env }) : got;
}
