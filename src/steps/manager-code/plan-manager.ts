import type { ManagerSource } from '../../golang/manager-source.ts';
import { type MetricsSlot, metricsSlot } from '../../golang/metrics-slot.ts';
import type { Decision } from '../../migration/decision.ts';
import type { ApiCode } from './api-code.ts';
import { planCarriers } from './carriers.ts';
import { refuseCollisions } from './collisions.ts';
import type { Draft } from './draft.ts';
import { planOptions } from './options.ts';
import { planParsing } from './parsing.ts';
import { planRegistration } from './registration.ts';

/** Everything that planning one manager needs to know. */
export interface ManagerPlan {
  readonly draft: Draft;
  readonly source: ManagerSource;
  readonly decision: Decision;
  readonly api: ApiCode;
}

export interface SlottedPlan extends ManagerPlan {
  readonly slot: MetricsSlot;
}

/** Drafts the edits of one manager: where its flags are kept, registered, parsed, and turned into options. */
export function planManager(given: ManagerPlan): void {
  const plan = { ...given, slot: metricsSlot(given.source.call, given.source.trace) };
  refuseCollisions(plan);
  const variables = planCarriers(plan);
  planRegistration(plan, variables);
  planParsing(plan);
  planOptions(plan, variables);
}
