import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** The programs of a control plane. */
export interface Assets {
  readonly etcd: string;
  readonly apiServer: string;
}

/** etcd and kube-apiserver in `$KUBEBUILDER_ASSETS`, where envtest looks for them; nothing is downloaded. */
export function findAssets(
  environment: NodeJS.ProcessEnv = process.env,
): Assets | { readonly missing: string } {
  const folder = environment.KUBEBUILDER_ASSETS ?? '/usr/local/kubebuilder/bin';
  const assets = { etcd: join(folder, 'etcd'), apiServer: join(folder, 'kube-apiserver') };
  const missing = Object.values(assets).filter((path) => !isProgram(path));
  if (missing.length === 0) return assets;
  const where = environment.KUBEBUILDER_ASSETS === undefined ? 'KUBEBUILDER_ASSETS is not set, and ' : '';
  return { missing: `${where}${folder} has no etcd and kube-apiserver` };
}

export const HOW_TO_GET_ASSETS =
  'go run sigs.k8s.io/controller-runtime/tools/setup-envtest@latest use -p path prints a folder for KUBEBUILDER_ASSETS.';

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
