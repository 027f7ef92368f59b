import { CONTROLLER_RUNTIME } from '../golang/module-paths.ts';
import { parseVersion, versionInForce } from '../golang/versions.ts';
import type { Repository } from '../repository/repository.ts';
import type { ControllerManager } from '../survey/model.ts';
import { placeOf } from './decide-refusals.ts';
import type { Finding } from './finding.ts';

const PINNED = 'k8s.io/apimachinery';

/** controller-runtime 0.n is made with Kubernetes 1.(n + 12). */
const KUBERNETES_BEHIND_RUNTIME = 12;

/**
 * The secure endpoint brings `k8s.io/apiserver` of controller-runtime's own Kubernetes release. Where a replace line keeps its
 * sisters at an older one, `go mod tidy` or the compiler finds packages and methods missing.
 */
export function pinnedKubernetes(repository: Repository, manager: ControllerManager): Finding[] {
  const { module } = manager;
  const pin = module.replacements.find(({ path, target }) => path === PINNED && target === PINNED);
  const isApiServerPinned = module.replacements.some(({ path }) => path === 'k8s.io/apiserver');
  const pinned = parseVersion(pin?.targetVersion);
  const runtime = parseVersion(versionInForce(module, CONTROLLER_RUNTIME)?.version);
  if (!pinned || runtime?.major !== 0 || isApiServerPinned) return [];
  const wanted = runtime.minor + KUBERNETES_BEHIND_RUNTIME;
  if (pinned.minor >= wanted) return [];
  const { file, line, column } = placeOf(repository, module, PINNED);
  return [
    {
      rule: 'kubernetes-pinned',
      level: 'warning',
      path: file,
      line,
      column,
      message: `a replace keeps ${PINNED} at ${pin?.targetVersion}, and the secure endpoint brings k8s.io/apiserver of 0.${wanted}: the two may not compile together`,
      fix: `Raise the replaced k8s.io modules to 0.${wanted}, or take the replaces out, before this migration.`,
    },
  ];
}
