import { type StaleAuthProxy, staleAuthProxies } from '../kubernetes/stale-auth-proxy.ts';
import type { Decision } from '../migration/decision.ts';
import { endpointTraits } from '../migration/endpoint-traits.ts';

/**
 * The sidecars in a manager's stale manifests. Several steps change such a manifest, and must agree on it: the
 * container and the arguments, the port, the Service and the role.
 */
export function staleProxiesOf(decision: Decision): readonly StaleAuthProxy[] {
  const { manifests, source } = decision.manager;
  return staleAuthProxies(manifests, source, decision.port, endpointTraits(decision));
}
