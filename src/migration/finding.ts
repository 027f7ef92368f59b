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
}
