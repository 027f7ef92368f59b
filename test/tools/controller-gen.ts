import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtOnce, runHeavy, type Tool } from './cache.ts';
import type { CommandResult } from './command.ts';

/** golang.org/x/tools that compiles with Go 1.26; the output of controller-gen does not depend on it (facts H). */
const WORKING_TOOLS = 'golang.org/x/tools@v0.38.0';

/** The controller-gen of a version such as `v0.17.2`, from the cache or built into it. */
export function controllerGen(version: string): Promise<Tool> {
  return builtOnce(`controller-gen-${version}`, async (folder, target) => {
    if (!needsNewerTools(version)) {
      const installed = await install(version, folder, target);
      if (installed.code === 0) return installed;
    }
    return buildWithNewerTools(version, folder, target);
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

async function install(version: string, folder: string, target: string): Promise<CommandResult> {
  const installed = await runHeavy(
    'go',
    ['install', `sigs.k8s.io/controller-tools/cmd/controller-gen@${version}`],
    {
      cwd: folder,
      env: { GOBIN: folder },
    },
  );
  if (installed.code === 0) renameSync(join(folder, 'controller-gen'), target);
  return installed;
}

/** A tool module of its own raises the one requirement; the program still calls itself by its version. */
async function buildWithNewerTools(version: string, folder: string, target: string): Promise<CommandResult> {
  const cwd = join(folder, 'module');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'go.mod'), 'module example.org/tools\n\ngo 1.24.0\n');
  const got = await runHeavy('go', ['get', `sigs.k8s.io/controller-tools@${version}`, WORKING_TOOLS], {
    cwd,
  });
  if (got.code !== 0) return got;
  const generator = 'sigs.k8s.io/controller-tools/cmd/controller-gen';
  return runHeavy('go', ['build', '-mod=mod', '-o', target, generator], { cwd });
}
