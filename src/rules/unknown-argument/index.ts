import { argumentsOfContainer, OLD_METRICS_FLAGS } from '../../kubernetes/arguments.ts';
import { effectiveArguments } from '../../kubernetes/effective-arguments.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import type { Decision } from '../../migration/decision.ts';
import { passedTo } from '../../migration/endpoint.ts';
import type { Rule, RuleFinding } from '../../migration/rule.ts';
import { argumentPlace, itemPlace } from '../argument-place.ts';
import { distinct } from '../distinct.ts';

/** A flag that nothing registers ends the manager at its start: every library in use prints its usage and exits. */
export const rule: Rule = {
  id: 'unknown-argument',
  level: 'error',
  repairedBy: 'manifest-arguments',
  check({ decisions }) {
    return distinct(decisions.filter(({ adopted }) => adopted).flatMap(findingsOf));
  },
};

function findingsOf(decision: Decision): readonly RuleFinding[] {
  const unknown = unknownNames(decision);
  const { renderings, rendered, unreached } = decision.manager.manifests;
  const running = renderings.flatMap((rendering) =>
    unknown
      .filter((name) => passedTo(effectiveArguments(rendering), name) !== undefined)
      .map((name) => ({ ...argumentPlace(rendering, name), message: messageOf(name), fix: fixOf(decision) })),
  );
  const copies = [...rendered.map(({ workload }) => workload), ...unreached];
  return [...running, ...copies.flatMap((workload) => inCopy(decision, workload, unknown))];
}

/** Whoever applies this file gets a manager that never starts; nobody knows whether somebody does. */
function inCopy(decision: Decision, workload: WorkloadSource, unknown: readonly string[]): RuleFinding[] {
  const passed = argumentsOfContainer(workload.container).map(({ name }) => name);
  return unknown
    .filter((name) => passed.includes(name))
    .flatMap((name) => {
      const place = itemPlace(workload, name);
      return place
        ? [{ ...place, level: 'warning' as const, message: messageOf(name), fix: fixOf(decision) }]
        : [];
    });
}

/** The old spellings that neither the binary's own packages register nor the API in force. */
function unknownNames({
  manager,
  flags,
  registersMetricsBindAddr,
  removedFlags,
}: Decision): readonly string[] {
  const known = new Set([...manager.source.flagNames, flags.address, flags.security]);
  if (registersMetricsBindAddr) known.add('metrics-bind-addr');
  return OLD_METRICS_FLAGS.filter((name) => !known.has(name) || removedFlags.includes(name));
}

function messageOf(name: string): string {
  return `the manager has no flag --${name}: with this argument it stops at its start`;
}

function fixOf({ flags }: Decision): string {
  return `Pass --${flags.address} in its place.`;
}
