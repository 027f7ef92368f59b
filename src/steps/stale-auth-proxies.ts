import { type StaleAuthProxy, staleAuthProxies } from '../kubernetes/stale-auth-proxy.ts';
import type { Decision } from '../migration/decision.ts';

/**
 * The sidecars in a manager's stale manifests. Several steps change such a manifest, and must agree on it: the
 * container and the arguments, the port, the Service and the role.
 */
export function staleProxiesOf(decision: Decision): readonly StaleAuthProxy[] {
  return staleAuthProxies(decision.manager.manifests, decision.manager.source, decision.port);
}
