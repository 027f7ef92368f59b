/** How the code of one diagnostics API is written (facts A2). */
export interface ApiCode {
  /** Type of the variable that the flags are bound to, in `util/flags`. */
  readonly type: string;
  readonly variable: string;
  readonly add: string;
  readonly get: string;
  /** The result of `get`: three values with an error, or the metrics options themselves. */
  readonly results: 'tls-metrics-error' | 'metrics';
  /** Flags that `add` registers; the deprecated address flag comes and goes with the minor (facts A3). */
  readonly flags: readonly string[];
}

export const MANAGER_OPTIONS_CODE: ApiCode = {
  type: 'ManagerOptions',
  variable: 'managerOptions',
  add: 'AddManagerOptions',
  get: 'GetManagerOptions',
  results: 'tls-metrics-error',
  flags: ['diagnostics-address', 'insecure-diagnostics', 'tls-min-version', 'tls-cipher-suites'],
};

export const DIAGNOSTICS_OPTIONS_CODE: ApiCode = {
  type: 'DiagnosticsOptions',
  variable: 'diagnosticsOptions',
  add: 'AddDiagnosticsOptions',
  get: 'GetDiagnosticsOptions',
  results: 'metrics',
  flags: ['diagnostics-address', 'insecure-diagnostics'],
};
