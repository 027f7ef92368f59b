import { type Argument, argumentsOfContainer } from '../../kubernetes/arguments.ts';
import { startOf } from '../../kubernetes/splice.ts';
import { isDeadProxyPatch } from '../../kubernetes/stale-auth-proxy.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import { seqAt, textAt } from '../../kubernetes/yaml-file.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Finding } from '../../migration/finding.ts';
import { positionAt } from '../../repository/source-file.ts';
import { goneFlags } from './wanted-arguments.ts';

/** What is wrong with arguments that were there already, and copies that no longer are what they once were. */
export function argumentFindings(decision: Decision): readonly Finding[] {
  const { renderings, rendered, unreached } = decision.manager.manifests;
  const sources = [...new Set(renderings.map((rendering) => rendering.argumentSource))];
  const stale = rendered.filter((copy) => !copy.argumentsFresh || !copy.portsFresh);
  return [
    ...sources.flatMap((workload) => idleArguments(decision, workload)),
    ...sources.flatMap((workload) => idleVariables(decision, workload)),
    ...stale.map((copy) => staleCopy(copy.workload, copy.overlays)),
    ...unreached
      .filter((workload) => !isDeadProxyPatch(workload))
      .flatMap((workload) => deadArgument(workload, goneFlags(decision))),
  ];
}

/** A flag that the manager keeps for another use no longer decides where its metrics are. */
function idleArguments(
  { manager, removedFlags, adopted, flags: { address } }: Decision,
  workload: WorkloadSource,
): Finding[] {
  const flags = manager.source.metricsFlags.map((flag) => flag.name);
  const kept = new Set(
    adopted ? [] : flags.filter((name) => name !== address && !removedFlags.includes(name)),
  );
  const passed = argumentsOfContainer(workload.container).filter((argument) => kept.has(argument.name));
  return passed.map(({ name, item }) => ({
    rule: 'idle-metrics-argument',
    level: 'note',
    path: workload.path,
    ...positionAt(workload.file.text, item.start),
    message: `--${name} no longer decides where metrics are served; --${address} does`,
    fix: 'Drop it once nothing of the manager reads its value.',
  }));
}

/** `$(NAME)` in an argument that goes: the variable stays, because the manager may read it otherwise. */
function idleVariables(decision: Decision, { container, file, path }: WorkloadSource): Finding[] {
  const gone = goneFlags(decision);
  const passed = argumentsOfContainer(container);
  const [old, kept] = [passed.filter((it) => gone.has(it.name)), passed.filter((it) => !gone.has(it.name))];
  return (seqAt(container?.node, ['env'])?.items ?? []).flatMap((item): Finding[] => {
    const name = textAt(item, ['name']) ?? '';
    const uses = (argument: Argument) => argument.value?.includes(`$(${name})`) ?? false;
    if (name === '' || !old.some(uses) || kept.some(uses)) return [];
    return [
      {
        rule: 'idle-environment-variable',
        level: 'note',
        path,
        ...positionAt(file.text, startOf(item)),
        message: `no argument uses the environment variable ${name} any more`,
        fix: 'Drop it, unless the manager reads it itself.',
      },
    ];
  });
}

function staleCopy(workload: WorkloadSource, overlays: readonly string[]): Finding {
  return {
    rule: 'stale-rendered-manifest',
    level: 'note',
    path: workload.path,
    ...positionAt(workload.file.text, startOf(workload.container?.node ?? workload.node)),
    message: `this copy of ${overlays.join(', ')} was stale before the migration; it is only kept from breaking`,
    fix: 'Render it again, or delete it if nothing uses it.',
  };
}

function deadArgument(workload: WorkloadSource, gone: ReadonlySet<string>): Finding[] {
  const old = argumentsOfContainer(workload.container).find((argument) => gone.has(argument.name));
  if (!old) return [];
  return [
    {
      rule: 'unreached-manifest',
      level: 'note',
      path: workload.path,
      ...positionAt(workload.file.text, old.item.start),
      message: `no kustomization reaches this file, which passes --${old.name}`,
      fix: 'Delete the file if nothing uses it.',
    },
  ];
}
