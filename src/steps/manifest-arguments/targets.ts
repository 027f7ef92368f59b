import { isSeq } from 'yaml';
import { argumentsOfContainer } from '../../kubernetes/arguments.ts';
import { readItemList } from '../../kubernetes/container.ts';
import { splitPointer } from '../../kubernetes/effective-arguments.ts';
import { isSorted } from '../../kubernetes/key-order.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import { isShell } from '../../kubernetes/shell-script.ts';
import { isDeadProxyPatch } from '../../kubernetes/stale-auth-proxy.ts';
import type { ContainerSource, WorkloadSource } from '../../kubernetes/workload.ts';
import { nodeAt } from '../../kubernetes/yaml-file.ts';
import type { Decision } from '../../migration/decision.ts';
import { endpointNames } from '../../migration/endpoint-flags.ts';
import { staleProxiesOf } from '../stale-auth-proxies.ts';
import type { ContainerTarget } from './container-plan.ts';
import { isSuppliedByJson } from './json-supply.ts';
import {
  argumentsBehindProxy,
  goneFlags,
  type WantedArguments,
  wantedArguments,
} from './wanted-arguments.ts';

/**
 * Every container text of a manager that may pass arguments: first the lists in force in some overlay, then those that
 * a patch shadows, rendered copies and dead files. Each text occurs once.
 */
export function targetsOf(decision: Decision): readonly ContainerTarget[] {
  const { manifests } = decision.manager;
  const wanted = wantedArguments(decision, manifests.substitutes);
  const literal = wantedArguments(decision, false);
  const adds = !decision.adopted && decision.flags.alwaysPassed;
  const gone = goneFlags(decision);
  const inForce = manifests.renderings.map((rendering) =>
    targetInForce(
      rendering,
      wanted,
      adds && !isSuppliedByJson(rendering, new Set([...gone, ...endpointNames(decision.flags)])),
    ),
  );
  const shadowed = [...manifests.deployments, ...manifests.patches].map((it) => target(it, wanted, false));
  const copies = manifests.rendered.map(({ workload, argumentsFresh }) =>
    argumentsFresh ? target(workload, wanted, adds) : staleTarget(decision, workload),
  );
  const dead = manifests.unreached
    .filter((it) => !isDeadProxyPatch(it))
    .map((it) => staleTarget(decision, it));
  const templates = manifests.templates.filter(isStartedByShell).map((it) => target(it, literal, false));
  const all = [...inForce.toSorted(byForce), ...shadowed, ...copies, ...dead, ...templates].flat();
  return all.filter((it, index) => all.findIndex((other) => isSameText(it, other)) === index);
}

/** A list that is in force in one overlay only is in force. */
function byForce([one]: readonly ContainerTarget[], [other]: readonly ContainerTarget[]): number {
  return Number(other?.inForce ?? false) - Number(one?.inForce ?? false);
}

function isSameText(one: ContainerTarget, other: ContainerTarget): boolean {
  return (
    one.file.path === other.file.path && one.container.node.range?.[0] === other.container.node.range?.[0]
  );
}

function target(workload: WorkloadSource, wanted: WantedArguments, inForce: boolean): ContainerTarget[] {
  const { file, container } = workload;
  const isOutput = workload.role === 'rendered' || workload.role === 'unreached';
  const sorted = isOutput && container !== undefined && isSorted(container.node);
  return container ? [{ file, container, wanted, inForce, sorted, renews: false }] : [];
}

/**
 * A manifest that is only kept from breaking: without an old argument the flags' defaults are right, unless a sidecar
 * was there, which owned the default port. Where that goes the manager takes its place; where it stays it goes on
 * asking where it did.
 */
function staleTarget(decision: Decision, workload: WorkloadSource): ContainerTarget[] {
  const proxy = staleProxiesOf(decision).find((it) => it.workload === workload);
  const secure = wantedArguments(decision, false);
  if (!proxy || !workload.container) return target(workload, secure, false);
  const adds = !isShell(workload.container);
  if (proxy.obstacle) return target(workload, behindProxy(decision, workload, proxy.settings.upstream), adds);
  return target(workload, secure, adds).map((it) => ({ ...it, renews: true }));
}

function behindProxy(decision: Decision, workload: WorkloadSource, upstream?: string): WantedArguments {
  const gone = goneFlags(decision);
  const old = argumentsOfContainer(workload.container).find((argument) => gone.has(argument.name));
  return argumentsBehindProxy(decision, old?.value ?? upstream);
}

/** Other templates are planned by themselves: their values matter too. */
function isStartedByShell({ container }: WorkloadSource): boolean {
  return container !== undefined && isShell(container);
}

function targetInForce(
  rendering: DeploymentRendering,
  wanted: WantedArguments,
  adds: boolean,
): ContainerTarget[] {
  return wholeListPatch(rendering, wanted, adds) ?? target(rendering.argumentSource, wanted, adds);
}

/** The target whose list the manager gets in one overlay; none where the list itself is absent and stays so. */
export function targetOf(
  targets: readonly ContainerTarget[],
  rendering: DeploymentRendering,
): ContainerTarget | undefined {
  const node = rendering.argumentSource.container?.node.range?.[0];
  return targets.find(
    (it) => it.file.path === rendering.argumentSource.path && it.container.node.range?.[0] === node,
  );
}

/** A JSON6902 operation that sets the whole list: what stands there is in force. */
function wholeListPatch(
  rendering: DeploymentRendering,
  wanted: WantedArguments,
  adds: boolean,
): ContainerTarget[] | undefined {
  for (const { file, operations } of rendering.jsonPatches.toReversed()) {
    const operation = operations.findLast(({ op, pointer }) => {
      const [index, key, ...rest] = splitPointer(pointer);
      return (
        op !== 'test' && index === String(rendering.containerIndex) && key === 'args' && rest.length === 0
      );
    });
    const value = nodeAt(operation?.node, ['value']);
    if (!operation || !isSeq(value)) continue;
    const document = file.documents[0];
    const args = document && readItemList(document, value, 'args');
    const container: ContainerSource | undefined = rendering.deployment.container;
    if (args && container)
      return [
        {
          file,
          container: { ...container, node: operation.node, args },
          wanted,
          inForce: adds,
          sorted: false,
          renews: false,
        },
      ];
  }
  return undefined;
}
