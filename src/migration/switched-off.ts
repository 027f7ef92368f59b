import { argumentsOfContainer } from '../kubernetes/arguments.ts';
import { chartOf } from '../kubernetes/chart.ts';
import { byDefault } from '../kubernetes/chart-values.ts';
import { metricsSwitchedOff } from '../kubernetes/metrics-off.ts';
import type { WorkloadSource } from '../kubernetes/workload.ts';
import type { Repository } from '../repository/repository.ts';
import { positionAt } from '../repository/source-file.ts';
import type { ControllerManager } from '../survey/model.ts';
import type { Finding } from './finding.ts';

/**
 * A note when the manager serves no metrics in any overlay: there is nothing to secure (design §5).
 * Undefined for a manager that serves them, or that has the flags already.
 */
export function switchedOffNote(repository: Repository, manager: ControllerManager): Finding | undefined {
  if (manager.source.adoption !== 'none') return undefined;
  if (!metricsSwitchedOff(manager.manifests, manager.source)) return undefined;
  if (manager.manifests.templates.some((it) => isSwitchedOn(repository, manager, it))) return undefined;
  const flag = manager.source.metricsFlags[0];
  const path = flag?.path ?? manager.entryPoint;
  const file = repository.tryRead(path);
  const offset = flag?.start ?? manager.source.mainFunction.node.startIndex;
  return {
    rule: 'metrics-switched-off',
    level: 'note',
    path,
    ...positionAt(file?.text ?? '', offset),
    message: 'the metrics endpoint is switched off ("0") everywhere: there is nothing to secure',
    fix: `To switch it on securely, let ${flag ? `--${flag.name}` : 'the address'} be :8443 and run diag-codemod again.`,
  };
}

/** A chart passes another address than "0", or one that its values give. */
function isSwitchedOn(
  repository: Repository,
  { source }: ControllerManager,
  { path, file, container }: WorkloadSource,
): boolean {
  const names = new Set(source.metricsFlags.map(({ name }) => name));
  const chart = chartOf(repository, path);
  return argumentsOfContainer(container)
    .filter(({ name }) => names.has(name))
    .some(({ item, valueItem }) => {
      const { start, end } = valueItem ?? item;
      const text = file.text.slice(start, end).replace(/^(["'])([\s\S]*)\1$/, '$2');
      const value = byDefault(chart, valueItem ? text : text.replace(/^[^=]*=?/, ''));
      return value !== '0' && value !== '';
    });
}
