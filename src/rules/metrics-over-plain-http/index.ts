import { activeAuthProxies } from '../../kubernetes/active-auth-proxy.ts';
import { isLoopback, withDefaults } from '../../kubernetes/address.ts';
import { flagValue } from '../../kubernetes/arguments.ts';
import { effectiveArguments } from '../../kubernetes/effective-arguments.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Rule, RuleFinding } from '../../migration/rule.ts';
import { type CodeState, managersWith } from '../code-state.ts';
import { placeIn } from '../place.ts';

/** What a migration is for. */
export const rule: Rule = {
  id: 'metrics-over-plain-http',
  level: 'error',
  repairedBy: 'manager-code',
  check(input) {
    return managersWith('plain-http', input).flatMap((state) => {
      const addresses = addressesOf(state.decision).filter((address) => address !== '0');
      const open = addresses.find((address) => !isLoopback(address));
      const hasSidecar = activeAuthProxies(state.decision.manager.manifests).length > 0;
      if (addresses.length === 0 || (open === undefined && hasSidecar)) return [];
      const { file } = state.decision.manager.source.call;
      const [flag] = state.decision.manager.source.metricsFlags;
      const place = flag && flag.path === file.path ? placeIn(file, flag.start) : state.place;
      return [{ ...place, cause: state.decision.manager.entryPoint, ...sentences(state, open) }];
    });
  },
};

function sentences(
  { decision }: CodeState,
  open: string | undefined,
): Pick<RuleFinding, 'level' | 'message' | 'fix'> {
  const fix = 'Run the migration.';
  if (open === undefined) {
    return {
      level: 'warning',
      message: `${decision.manager.entryPoint} serves its metrics over plain http on a loopback address: safe, but nobody can read them`,
      fix,
    };
  }
  const message = `${decision.manager.entryPoint} serves its metrics over plain http on ${open === '' ? 'an address that is not known here' : open} to everybody who reaches the pod`;
  return { level: 'error', message, fix };
}

/** In each overlay the address that is passed, else the default of the flag, else that of controller-runtime (facts B). */
function addressesOf({ manager }: Decision): readonly string[] {
  const { metricsFlags, constantAddress } = manager.source;
  const [flag] = metricsFlags;
  const byDefault = flag ? (flag.default ?? '') : (constantAddress ?? ':8080');
  const names = new Set(metricsFlags.map(({ name }) => name));
  const passed = manager.manifests.renderings.map(
    (rendering) => flagValue(effectiveArguments(rendering), names) ?? byDefault,
  );
  return (passed.length > 0 ? passed : [byDefault]).map(withDefaults);
}
