import type { ManagerSource } from '../../golang/manager-source.ts';
import { type MetricsSlot, metricsSlot } from '../../golang/metrics-slot.ts';
import type { Located } from '../../golang/node.ts';
import type { Decision } from '../../migration/decision.ts';
import type { ApiCode } from './api-code.ts';
import { planCarriers } from './carriers.ts';
import { refuseCollisions } from './collisions.ts';
import type { Draft } from './draft.ts';
import { earlierDiagnosticsOptions, earlierTlsOptions, foldTlsOptions } from './earlier-options.ts';
import { foldDiagnosticsOptions } from './fold-diagnostics.ts';
import { type BegunAdoption, begunAdoption, completeAdoption } from './half-adopted.ts';
import type { OptionsVariable } from './names.ts';
import { dropSecureFlag, refuseComputedName, reportComputedDefault } from './old-flag.ts';
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
  /** The statement that makes TLS options already and makes the metrics options too from now on, where there is one. */
  readonly tls: Located | undefined;
}

/** Drafts the edits of one manager: where its flags are kept, registered, parsed, and turned into options. */
export function planManager(given: ManagerPlan): void {
  const isFolded = given.api.results === 'tls-metrics-error';
  const earlierTls = isFolded ? earlierTlsOptions(given) : undefined;
  const earlier = isFolded ? earlierDiagnosticsOptions(given) : undefined;
  const slot = metricsSlot(given.source.call, given.source.trace);
  const begun = earlier ? undefined : begunAdoption(given, slot);
  const tls = earlierTls ? foldTlsOptions(given, earlierTls) : begun?.statement;
  const plan = { ...given, slot, tls };
  refuseComputedName(plan);
  refuseCollisions(plan);
  reportComputedDefault(plan);
  dropSecureFlag(plan);
  planOptions(plan, earlier ? foldDiagnosticsOptions(plan, earlier) : planFlags(plan, begun));
}

function planFlags(plan: SlottedPlan, begun: BegunAdoption | undefined): OptionsVariable {
  const variable = begun ? completeAdoption(plan, begun) : planCarriers(plan);
  if (!begun) planRegistration(plan, variable);
  planParsing(plan);
  return variable;
}
