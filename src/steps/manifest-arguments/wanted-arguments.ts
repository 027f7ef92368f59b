import { OLD_METRICS_FLAGS } from '../../kubernetes/arguments.ts';
import type { Decision } from '../../migration/decision.ts';
import { endpointNames, insecureValue } from '../../migration/endpoint-flags.ts';

/** What a manager is to be given, as values of the process, unquoted: the address, and with a spelling of its own the security. */
export type WantedArguments = readonly string[];

/**
 * Literals work on every path to a cluster. Where the Deployment shows that clusterctl's substitution runs, users get
 * Cluster API's own variables (design §6.4).
 */
export function wantedArguments(decision: Decision, substitutes: boolean): WantedArguments {
  const { address, security, secureValue } = decision.flags;
  const value = `:${decision.port}`;
  if (address === undefined) return [];
  if (decision.style === 'kubebuilder') return [`--${address}=${value}`];
  return substitutes
    ? [
        `--${address}=\${CAPI_DIAGNOSTICS_ADDRESS:=${value}}`,
        `--${security}=\${CAPI_INSECURE_DIAGNOSTICS:=${secureValue}}`,
      ]
    : [`--${address}=${value}`, `--${security}=${secureValue}`];
}

/**
 * What keeps a manager behind its kube-rbac-proxy working in a manifest that is only kept from breaking: the proxy owns
 * :8443 and asks for plain http on the old, local address (facts C2).
 */
export function argumentsBehindProxy({ flags }: Decision, oldAddress: string | undefined): WantedArguments {
  const address = flags.address === undefined ? [] : [`--${flags.address}=${oldAddress ?? '127.0.0.1:8080'}`];
  return [...address, `--${flags.security}=${insecureValue(flags)}`];
}

/**
 * Flags that must not be passed any more: those that go, the old spellings that the binary does not register, and
 * Cluster API's deprecated one, which keeps the endpoint on plain http (1.6–1.8, facts A4).
 */
export function goneFlags(decision: Decision): ReadonlySet<string> {
  const registered = new Set([...decision.manager.source.flagNames, ...endpointNames(decision.flags)]);
  const gone = [...decision.removedFlags, ...OLD_METRICS_FLAGS.filter((name) => !registered.has(name))];
  return new Set(decision.registersMetricsBindAddr ? [...gone, 'metrics-bind-addr'] : gone);
}
