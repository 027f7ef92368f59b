import { argumentsOf, isLeaderElection } from '../../kubernetes/arguments.ts';
import type { ContainerTarget, FlagChange } from './container-plan.ts';
import type { IndexChange } from './json-indexes.ts';

/**
 * What {@link planContainer} does to the indexes of `args`: for each item afterwards the index it had, undefined for a
 * new one.
 */
export function indexChangeOf(target: ContainerTarget, flags: FlagChange): IndexChange {
  const { args, command } = target.container;
  const passed = [...argumentsOf(command), ...argumentsOf(args)];
  const missing = passed.some((argument) => flags.endpoint.has(argument.name)) ? 0 : target.wanted.length;
  const old = passed.filter((argument) => flags.gone.has(argument.name));
  const leader = passed.find(isLeaderElection);
  const length = args?.items.length ?? 0;
  const after: (number | undefined)[] = [];
  const isNewBehind = (index: number) =>
    old.length === 0 && target.inForce && index === (leader?.list === args ? leader?.index : length - 1);
  for (let index = 0; index < length; index++) {
    const gone = old.find(
      (argument) =>
        argument.list === args &&
        (argument.index === index || (argument.valueItem && argument.index + 1 === index)),
    );
    const replaced = gone && gone === old[0];
    const slot = gone ? index - gone.index : 0;
    const slots = gone?.valueItem ? 2 : 1;
    if (!gone || (replaced && slot < missing)) after.push(index);
    if (replaced && slot === slots - 1) pushNew(after, Math.max(0, missing - slots));
    if (isNewBehind(index) && (!leader || leader.list === args)) pushNew(after, missing);
  }
  return { length, after };
}

function pushNew(after: (number | undefined)[], count: number): void {
  for (let added = 0; added < count; added++) after.push(undefined);
}
