/** A flag that the manager gets beside its address flag. */
export interface NewFlag {
  /** Without dashes. */
  readonly name: string;
  readonly type: 'bool' | 'string';
  /** The default, as Go writes it. */
  readonly value: string;
  readonly usage: string;
  /** What a variable for it is called, the best name first. */
  readonly variables: readonly [string, ...string[]];
}

/** As kubebuilder scaffolds it since 4.1 (facts C1). */
export function secureFlag(name: string): NewFlag {
  return {
    name,
    type: 'bool',
    value: 'true',
    usage: `If set, the metrics endpoint is served securely via HTTPS. Use --${name}=false to use HTTP instead.`,
    variables: ['secureMetrics', 'metricsSecure'],
  };
}

/** Likewise, for the metrics server alone: what the webhook server does is not changed. */
export const HTTP2_FLAG: NewFlag = {
  name: 'enable-http2',
  type: 'bool',
  value: 'false',
  usage: 'If set, HTTP/2 will be enabled for the metrics server.',
  variables: ['enableHTTP2', 'metricsHTTP2'],
};

/** Cluster API's flag of that name, with its meaning (facts A4). */
export const INSECURE_FLAG: NewFlag = {
  name: 'insecure-diagnostics',
  type: 'bool',
  value: 'false',
  usage: 'Serve the metrics over plain HTTP, without authentication and authorization.',
  variables: ['insecureDiagnostics', 'diagnosticsInsecure'],
};

/** Likewise. @param port the secure port. */
export function diagnosticsAddressFlag(port: number): NewFlag {
  return {
    name: 'diagnostics-address',
    type: 'string',
    value: `":${port}"`,
    usage: DIAGNOSTICS_ADDRESS_USAGE,
    variables: ['diagnosticsAddress', 'diagnosticsAddr'],
  };
}

export const DIAGNOSTICS_ADDRESS_USAGE =
  'The address of the metrics endpoint: HTTPS, unless --insecure-diagnostics is set.';
