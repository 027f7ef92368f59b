import { PFLAG } from './flag-set.ts';
import type { ManagerSource } from './manager-source.ts';
import { metricsSlot } from './metrics-slot.ts';
import { secureServingFlag } from './secure-flag.ts';
import { unparsedRegistration } from './unparsed-flags.ts';

/**
 * The flags that the binary no longer has after the migration, without dashes: the one that gives the metrics address today,
 * unless something else uses its value too, and the one that says whether https is served. With an API that is adopted already there are none.
 */
export function removedFlags(source: ManagerSource): string[] {
  if (source.adoption !== 'none' || source.problem) return [];
  const { address } = metricsSlot(source.call, source.trace);
  const stays = address.some((carrier) => carrier.others.length > 0);
  const secure = secureServingFlag(source)?.name ?? [];
  return [stays ? [] : source.metricsFlags.map((flag) => flag.name), secure].flat();
}

/**
 * Whether the new flags are registered on a set of pflag that the code has already without importing the package: the flags of a
 * command of cobra.
 */
export function namesNoPflag({ adoption, trace, binaryImports }: ManagerSource): boolean {
  if (adoption !== 'none' || trace.origin.kind !== 'flag') return false;
  return trace.origin.registration.set.library === 'pflag' && !binaryImports.includes(PFLAG);
}

/**
 * Whether the binary parses with pflag afterwards and did not before (design §6.2). A private flag set, and one that
 * peterbourgon/ff reads, keep their library: the new flags are copied into them.
 */
export function becomesPflag(source: ManagerSource): boolean {
  const { adoption, parse } = source;
  if (parse?.set.library !== 'flag') return false;
  if (adoption !== 'none') return unparsedRegistration(source) !== undefined;
  return parse.form !== 'ff' && parse.set.origin === 'command-line';
}
