import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { builtOnce, runHeavy, type Tool } from './cache.ts';
import { type CommandResult, run } from './command.ts';
import { pathOf } from './required.ts';

const VERSION = 'v3.19.5';

/** Charts ask for the version of a cluster that is not there; Helm's own idea of it is older than what some demand. */
const KUBE_VERSION = '1.34.0';

/** The helm that charts are rendered with. */
export function helm(): Promise<Tool> {
  return builtOnce(`helm-${VERSION}`, async (folder, target) => {
    const result = await runHeavy('go', ['install', `helm.sh/helm/v3/cmd/helm@${VERSION}`], {
      cwd: folder,
      env: { GOBIN: folder },
    });
    if (result.code === 0) renameSync(join(folder, 'helm'), target);
    return result;
  });
}

/** The namespace of every release here. */
export const RELEASE_NAMESPACE = 'proof-system';

/** `helm template`, with a release and a namespace that no chart sets itself. */
export async function renderChart(
  root: string,
  chart: string,
  options: readonly string[] = [],
): Promise<CommandResult> {
  const path = pathOf(await helm());
  const fixed = ['--namespace', RELEASE_NAMESPACE, '--kube-version', KUBE_VERSION];
  return run(path, ['template', 'proof', join(root, chart), ...fixed, ...options]);
}

/** `helm lint`: templates, values and their schema. */
export async function lintChart(root: string, chart: string): Promise<CommandResult> {
  return run(pathOf(await helm()), ['lint', join(root, chart), '--kube-version', KUBE_VERSION]);
}

/** The objects of a render by the template that printed each, in its order. */
export function byTemplate(render: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const document of render.split(/^---\s*$/m)) {
    const source = /^# Source: (\S+)/m.exec(document)?.[1];
    if (source === undefined) continue;
    const path = source.slice(source.indexOf('/') + 1);
    found.set(path, `${found.get(path) ?? ''}---${document}`);
  }
  return found;
}
