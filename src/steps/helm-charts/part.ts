import type { ValuePath } from '../../kubernetes/chart-values.ts';
import type { Finding } from '../../migration/finding.ts';
import type { Change } from '../../repository/change.ts';

export const STEP = 'helm-charts';

/** A default of a chart that is another one now. Both as they are written, in one line. */
export interface NewDefault {
  readonly path: ValuePath;
  readonly before: string;
  readonly after: string;
}

/** What one concern of a chart answers. */
export interface Part {
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  /** Defaults that it changes; the table and the schema of the values follow. */
  readonly defaults?: readonly NewDefault[];
}

/** Several parts as one. */
export function joinParts(parts: readonly Part[]): Required<Part> {
  return {
    changes: parts.flatMap((part) => part.changes),
    findings: parts.flatMap((part) => part.findings),
    defaults: parts.flatMap((part) => part.defaults ?? []),
  };
}
