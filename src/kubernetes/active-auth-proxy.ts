import { isMap } from 'yaml';
import { refusal } from '../repository/problem.ts';
import { positionAt } from '../repository/source-file.ts';
import { readContainer } from './container.ts';
import type { JsonPatchSource } from './json-patch.ts';
import { isAuthProxy } from './manager-container.ts';
import type { ManagerManifests } from './manager-manifests.ts';
import { startOf } from './splice.ts';
import type { ContainerSource } from './workload.ts';
import { nodeAt, type YamlFile } from './yaml-file.ts';

/** A kube-rbac-proxy container and where it is written. */
export interface AuthProxy {
  readonly file: YamlFile;
  readonly container: ContainerSource;
}

/**
 * The kube-rbac-proxy sidecars that an overlay really brings: in the Deployment or in a patch that is applied.
 * One in a comment, in a file that nothing reaches, or in a stale rendered copy is not active.
 */
export function activeAuthProxies(manifests: ManagerManifests): readonly AuthProxy[] {
  const listed = [...manifests.deployments, ...manifests.patches].flatMap(({ file, containers }) =>
    containers.filter(isAuthProxy).map((container) => ({ file, container })),
  );
  return [...listed, ...manifests.jsonPatches.flatMap(proxiesAddedBy)];
}

function proxiesAddedBy({ file, operations }: JsonPatchSource): AuthProxy[] {
  const document = file.documents[0];
  return operations.flatMap(({ op, node }) => {
    const value = nodeAt(node, ['value']);
    if (op === 'remove' || op === 'test' || !document || !isMap(value)) return [];
    const container = readContainer(document, value, 0);
    return isAuthProxy(container) ? [{ file, container }] : [];
  });
}

/** Refuses a manager whose metrics a sidecar serves: it owns :8443 (facts C2), so both must change together. */
export function refuseActiveAuthProxy(manifests: ManagerManifests): void {
  const [proxy] = activeAuthProxies(manifests);
  if (!proxy) return;
  throw refusal({
    code: 'kube-rbac-proxy-active',
    file: proxy.file.path,
    ...positionAt(proxy.file.text, startOf(proxy.container.node)),
    reason: 'a kube-rbac-proxy sidecar still serves the manager’s metrics',
    hint: 'The step kube-rbac-proxy takes it out: run it before this one.',
  });
}
