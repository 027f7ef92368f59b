import type { ManagerSource } from '../../../golang/manager-source.ts';
import type { MetricsSecurity } from '../../../golang/metrics-security.ts';
import type { MetricsSlot } from '../../../golang/metrics-slot.ts';
import type { Decision } from '../../../migration/decision.ts';
import type { Draft } from '../draft.ts';

/** Everything that securing one manager with controller-runtime's own filters needs to know. */
export interface FiltersPlan {
  readonly draft: Draft;
  readonly source: ManagerSource;
  readonly decision: Decision;
  readonly slot: MetricsSlot;
  readonly found: MetricsSecurity;
}
