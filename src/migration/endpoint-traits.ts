import { filesOfBinary } from '../golang/binary.ts';
import { type MetricsSecurity, metricsSecurity } from '../golang/metrics-security.ts';
import type { EndpointTraits } from '../kubernetes/auth-proxy-settings.ts';
import type { Decision } from './decision.ts';

/** kubebuilder's flag: HTTP/2 is off unless it is passed. */
export const HTTP2_SWITCH = 'enable-http2';

/** What the manager's own endpoint is like after the migration, as far as a kube-rbac-proxy may depend on it. */
export function endpointTraits(decision: Decision): EndpointTraits {
  return { http1: () => speaksHttp1(decision), metricsAlone: () => servesMetricsAlone(decision) };
}

/** Whether {@link HTTP2_SWITCH} comes with the other flags: nothing said anything of https before. */
export function addsHttp2Switch(
  { api, style, manager: { source } }: Decision,
  { serving, filter, tls }: MetricsSecurity,
): boolean {
  return (
    api === 'metrics-filters' &&
    style === 'kubebuilder' &&
    source.trace.origin.kind === 'flag' &&
    serving.kind === 'no' &&
    !filter &&
    !tls &&
    !source.flagNames.has(HTTP2_SWITCH)
  );
}

/**
 * controller-runtime offers HTTP/2 in every version unless TLS options say otherwise, and Cluster API's flags say nothing of it
 * (facts A4). The options that kubebuilder scaffolds from 3.14 on do, with the flag that asks for them; they are kept.
 */
function speaksHttp1(decision: Decision): boolean {
  const { api, adopted, manager } = decision;
  const { source } = manager;
  if (source.flagNames.has(HTTP2_SWITCH)) return metricsSecurity(source).tls !== undefined;
  return api === 'metrics-filters' && !adopted && addsHttp2Switch(decision, metricsSecurity(source));
}

/** Cluster API's endpoint serves profiles and a log level, too (facts A4); controller-runtime's what somebody adds to it. */
function servesMetricsAlone({ api, manager: { source } }: Decision): boolean {
  if (api !== 'metrics-filters') return false;
  const { program, entryPoint } = source;
  return !filesOfBinary(program, entryPoint).some((path) => program.text(path).includes('ExtraHandler'));
}
