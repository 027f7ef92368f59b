import { posix } from 'node:path';
import { portOf } from '../../kubernetes/address.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Finding } from '../../migration/finding.ts';
import type { Repository } from '../../repository/repository.ts';
import { search } from '../../repository/search.ts';
import { positionAt } from '../../repository/source-file.ts';
import { NOT_OURS } from '../../survey/manifest-copies.ts';
import { traitsOf } from '../../survey/manifest-links.ts';

/**
 * The pod of a chart that was not followed: it is printed by a named template (`{{ include "app.pod" . }}`), or lies
 * outside of `templates/`. Its ports, Services and monitors stay those of plain http, and nobody would hear of it.
 */
export function unfollowedCharts(repository: Repository, decision: Decision): readonly Finding[] {
  const { source, manifests } = decision.manager;
  const ports = source.metricsFlags.flatMap((flag) => portOf(flag.default ?? '') ?? []);
  if (decision.adopted || manifests.templates.length > 0 || ports.length === 0) return [];
  const folders = repository.paths
    .filter((path) => posix.basename(path) === 'Chart.yaml' && !NOT_OURS.test(path))
    .map((path) => `${posix.dirname(path)}/`.replace(/^\.\//, ''));
  const inChart = (path: string) =>
    /\.(ya?ml|tpl)$/.test(path) && folders.some((folder) => path.startsWith(folder));
  const names = ['manager', 'controller', ...(traitsOf(source).product ?? [])];
  const container = new RegExp(`^\\s*(- )?name: (${names.map(escaped).join('|')})\\s*$`, 'm');
  const port = new RegExp(`containerPort: ["']?(${ports.join('|')})\\b`);
  return search(repository, 'containerPort', inChart).flatMap((path) => {
    const text = repository.tryRead(path)?.text ?? '';
    const at = container.test(text) ? text.search(port) : -1;
    return at < 0 ? [] : [findingAt(path, positionAt(text, at), ports, decision.port)];
  });
}

function escaped(name: string): string {
  return name.replace(/[.+]/g, '\\$&');
}

function findingAt(
  path: string,
  place: Pick<Finding, 'line' | 'column'>,
  ports: readonly number[],
  secure: number,
): Finding {
  return {
    rule: 'chart-not-followed',
    level: 'warning',
    path,
    ...place,
    message: `this pod of a chart seems to run the manager, and is no template that could be followed: the chart still says port ${ports.join(', ')} and plain http`,
    fix: `Name port ${secure} in its pod, Service and annotations, https with a bearer token in its monitor, and let its ServiceAccount create tokenreviews and subjectaccessreviews.`,
  };
}
