import { flagRegistrations } from '../../golang/binary.ts';
import type { FlagRegistration } from '../../golang/flag-registration.ts';
import { within } from '../../golang/node.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Rule } from '../../migration/rule.ts';
import { clusterApiRegistrations } from '../code-state.ts';
import { placeOfCode } from '../place.ts';

/** Facts A3: pflag panics when a flag is registered twice; one of the standard library is dropped silently. */
export const rule: Rule = {
  id: 'flag-registered-twice',
  level: 'error',
  check({ decisions }) {
    return decisions.flatMap((decision) => {
      const taken = namesTaken(decision);
      return ownFlags(decision)
        .filter(({ name }) => name !== undefined && taken.has(name))
        .map(({ file, node, name, set }) => ({
          ...placeOfCode({ file, node }),
          cause: decision.manager.entryPoint,
          ...(set.library === 'pflag'
            ? {
                message: `--${name} is registered by Cluster API’s flags too: the manager panics at its start`,
                fix: 'Drop this one, with whatever only it needs.',
              }
            : {
                level: 'warning' as const,
                message: `--${name} is registered by Cluster API’s flags too, and pflag takes those: this one is never set`,
                fix: 'Drop it, with whatever only it needs.',
              }),
        }));
    });
  },
};

function ownFlags({ manager }: Decision): readonly FlagRegistration[] {
  const { program, entryPoint, reached } = manager.source;
  return flagRegistrations(program, entryPoint).filter(({ file, node }) =>
    reached.some((one) => one.file === file && within(node, one.node)),
  );
}

/** Facts A3: what each function registers. */
function namesTaken(decision: Decision): ReadonlySet<string> {
  const called = clusterApiRegistrations(decision);
  const has = (...names: readonly string[]) => called.some((name) => names.includes(name));
  return new Set([
    ...(has('AddManagerOptions', 'AddDiagnosticsOptions')
      ? ['diagnostics-address', 'insecure-diagnostics']
      : []),
    ...(has('AddManagerOptions', 'AddTLSOptions') ? ['tls-min-version', 'tls-cipher-suites'] : []),
    ...(has('AddManagerOptions', 'AddDiagnosticsOptions') && decision.registersMetricsBindAddr
      ? ['metrics-bind-addr']
      : []),
  ]);
}
