/** Something that is wrong, or worth a person's eye, and where. */
export interface Finding {
  /** Stable id, e.g. `service-without-port`. */
  readonly rule: string;
  /** `error`: open, broken or about to break; `warning`; `note`: nothing has to be done. */
  readonly level: 'error' | 'warning' | 'note';
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** In bytes, from 1. */
  readonly column: number;
  /** The shortest true sentence. */
  readonly message: string;
  /** The next action, where there is one. */
  readonly fix?: string;
  /** The step whose pending change takes it away, then those that it needs for that; absent where a person has to. */
  readonly repairedBy?: readonly string[];
  /** The same column in UTF-16 units, as SARIF and editors count; absent where the file cannot be read. */
  readonly columnUtf16?: number;
  /** Stays the same when lines above it come and go. */
  readonly fingerprint?: string;
  /** Why it is not counted, where somebody has said so. */
  readonly suppression?: Suppression;
}

/** A finding that somebody has judged: in a comment beside it, or in the configuration. */
export interface Suppression {
  readonly kind: 'comment' | 'configuration';
  readonly reason: string;
}
