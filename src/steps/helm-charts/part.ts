import type { Finding } from '../../migration/finding.ts';
import type { Change } from '../../repository/change.ts';

export const STEP = 'helm-charts';

/** What one concern of a chart answers. */
export interface Part {
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
}

/** Several parts as one. */
export function joinParts(parts: readonly Part[]): Part {
  return {
    changes: parts.flatMap((part) => part.changes),
    findings: parts.flatMap((part) => part.findings),
  };
}
