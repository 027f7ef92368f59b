import { OLD_METRICS_FLAGS } from '../../kubernetes/arguments.ts';
import type { Decision } from '../../migration/decision.ts';

/** The two arguments that every manager with the diagnostics flags gets, as values of the process, unquoted. */
export type WantedArguments = readonly [address: string, insecure: string];

/**
 * Literals work on every path to a cluster. Where the Deployment shows that clusterctl's substitution runs, users get
 * Cluster API's own variables (design §6.4).
 */
export function wantedArguments(decision: Decision, substitutes: boolean): WantedArguments {
  const address = `:${decision.port}`;
  return substitutes
    ? [
        `--diagnostics-address=\${CAPI_DIAGNOSTICS_ADDRESS:=${address}}`,
        `--insecure-diagnostics=\${CAPI_INSECURE_DIAGNOSTICS:=false}`,
      ]
    : [`--diagnostics-address=${address}`, '--insecure-diagnostics=false'];
}

/**
 * What keeps a manager behind its kube-rbac-proxy working in a manifest that is only kept from breaking: the proxy owns
 * :8443 and asks for plain http on the old, local address (facts C2).
 */
export function argumentsBehindProxy(oldAddress: string | undefined): WantedArguments {
  return [`--diagnostics-address=${oldAddress ?? '127.0.0.1:8080'}`, '--insecure-diagnostics=true'];
}

/**
 * Flags that must not be passed any more: those that go, the old spellings that the binary does not register, and
 * Cluster API's deprecated one, which keeps the endpoint on plain http (1.6–1.8, facts A4).
 */
export function goneFlags(decision: Decision): ReadonlySet<string> {
  const registered = decision.manager.source.flagNames;
  const gone = [...decision.removedFlags, ...OLD_METRICS_FLAGS.filter((name) => !registered.has(name))];
  return new Set(decision.registersMetricsBindAddr ? [...gone, 'metrics-bind-addr'] : gone);
}
