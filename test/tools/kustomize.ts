import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { builtOnce, runHeavy, type Tool } from './cache.ts';

/** The kustomize that overlays are rendered with. */
export function kustomize(): Promise<Tool> {
  return installed('v5.8.1', 'sigs.k8s.io/kustomize/kustomize/v5');
}

/** For overlays of another era (`bases` that v5 no longer takes): facts H. */
export function oldKustomize(): Promise<Tool> {
  return installed('v4.5.7', 'sigs.k8s.io/kustomize/kustomize/v4');
}

function installed(version: string, module: string): Promise<Tool> {
  return builtOnce(`kustomize-${version}`, async (folder, target) => {
    const result = await runHeavy('go', ['install', `${module}@${version}`], {
      cwd: folder,
      env: { GOBIN: folder },
    });
    if (result.code === 0) renameSync(join(folder, 'kustomize'), target);
    return result;
  });
}
