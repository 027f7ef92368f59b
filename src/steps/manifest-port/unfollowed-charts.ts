import { posix } from 'node:path';
import { portOf } from '../../kubernetes/address.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Finding } from '../../migration/finding.ts';
import type { Repository } from '../../repository/repository.ts';
import { search } from '../../repository/search.ts';
import { positionAt } from '../../repository/source-file.ts';
import { EMBEDDED, NOT_OURS } from '../../survey/manifest-copies.ts';
import { traitsOf } from '../../survey/manifest-links.ts';

/**
 * The pod of a chart that was not followed: it is printed by a named template (`{{ include "app.pod" . }}`), or lies
 * outside of `templates/`. Its ports, Services and monitors stay those of plain http, its kube-rbac-proxy comes back,
 * and nobody would hear of it.
 */
export function unfollowedCharts(repository: Repository, decisions: readonly Decision[]): readonly Finding[] {
  const found = decisions.flatMap((decision) => unfollowedFor(repository, decision));
  return [...new Map(found.map((it) => [it.path, it])).values()];
}

function unfollowedFor(repository: Repository, decision: Decision): readonly Finding[] {
  const { source, manifests } = decision.manager;
  if (decision.adopted || manifests.templates.length > 0) return [];
  const ports = source.metricsFlags.flatMap((flag) => portOf(flag.default ?? '') ?? []);
  const folders = repository.paths
    .filter((path) => posix.basename(path) === 'Chart.yaml' && !NOT_OURS.test(path) && !EMBEDDED.test(path))
    .map((path) => `${posix.dirname(path)}/`.replace(/^\.\//, ''));
  const known = new Set([
    ...manifests.rendered.map((it) => it.workload.path),
    ...manifests.unreached.map((it) => it.path),
  ]);
  const inChart = (path: string) =>
    /\.(ya?ml|tpl)$/.test(path) && !known.has(path) && folders.some((folder) => path.startsWith(folder));
  const names = ['manager', 'controller', ...(traitsOf(source).product ?? [])];
  const container = new RegExp(`^\\s*(- )?name: (${names.map(escaped).join('|')})\\s*$`, 'm');
  return search(repository, 'containerPort', inChart).flatMap((path) => {
    const text = repository.tryRead(path)?.text ?? '';
    const old = container.test(text) ? oldState(text, ports) : undefined;
    return old ? [findingAt(path, positionAt(text, old.at), old.says, decision.port)] : [];
  });
}

/** The first that is out of date, and all that is. */
function oldState(text: string, ports: readonly number[]): { at: number; says: string } | undefined {
  const port =
    ports.length === 0 ? null : new RegExp(`containerPort: ["']?(${ports.join('|')})\\b`).exec(text);
  const proxy = /name: ["']?kube-rbac-proxy\b/.exec(text);
  const says = [
    ...(port ? [`says port ${port[1]} and plain http`] : []),
    ...(proxy ? ['starts a kube-rbac-proxy'] : []),
  ];
  return says.length === 0 ? undefined : { at: (port ?? proxy)?.index ?? 0, says: says.join(', and ') };
}

function escaped(name: string): string {
  return name.replace(/[.+]/g, '\\$&');
}

function findingAt(
  path: string,
  place: Pick<Finding, 'line' | 'column'>,
  says: string,
  secure: number,
): Finding {
  return {
    rule: 'chart-not-followed',
    level: 'warning',
    path,
    ...place,
    message: `this pod of a chart seems to run the manager, and is no template that could be followed: the chart still ${says}`,
    fix: `${says.includes('kube-rbac-proxy') ? 'Take the sidecar away, name' : 'Name'} port ${secure} in its pod, Service and annotations, https with a bearer token in its monitor, and let its ServiceAccount create tokenreviews and subjectaccessreviews.`,
  };
}
