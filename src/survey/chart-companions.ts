import { isMap } from 'yaml';
import type { ManagerSource } from '../golang/manager-source.ts';
import { argumentsOfContainer } from '../kubernetes/arguments.ts';
import { type Chart, chartOf } from '../kubernetes/chart.ts';
import { scalarAt, valueAt, valuesNamed } from '../kubernetes/chart-values.ts';
import type { RawWorkload } from '../kubernetes/read-workloads.ts';
import type { ContainerSource } from '../kubernetes/workload.ts';
import { nodeAt, textAt } from '../kubernetes/yaml-file.ts';
import type { Repository } from '../repository/repository.ts';
import { type LinkedWorkload, traitsOf } from './manifest-links.ts';
import { runsOtherProgram } from './other-programs.ts';

/**
 * Further workloads of a chart that run the program of a linked one with another sub-command: the same image by default,
 * and the manager's own metrics flag. Their flags are otherwise those of that sub-command.
 */
export function chartCompanions(
  repository: Repository,
  source: ManagerSource,
  linked: readonly LinkedWorkload[],
  others: readonly RawWorkload[],
): readonly LinkedWorkload[] {
  const flags = new Set(source.metricsFlags.map((flag) => flag.name));
  return others.flatMap((workload) => {
    const chart = chartOf(repository, workload.path);
    const siblings = linked.filter((it) => chart && chartOf(repository, it.path) === chart);
    if (!chart || linked.some((it) => it.node === workload.node)) return [];
    const images = new Set(siblings.flatMap((it) => imagesOf(chart, it, it.container)));
    const container = workload.containers.find(
      (it) =>
        !runsOtherProgram(repository, traitsOf(source).names, it) &&
        argumentsOfContainer(it).some(({ name }) => flags.has(name)) &&
        imagesOf(chart, workload, it).some((image) => images.has(image)),
    );
    return container ? [{ ...workload, container }] : [];
  });
}

/** What a container's image is called by default, without its tag. */
function imagesOf(chart: Chart, { file }: RawWorkload, container: ContainerSource): readonly string[] {
  const [start = 0, end = 0] = nodeAt(container.node, ['image'])?.range ?? [];
  const text = file.text.slice(start, end);
  if (!text.includes('{{')) return [text.replace(/^["']|["']$|:[^/]*$/g, '')];
  return valuesNamed(text).flatMap((path) => {
    const value = valueAt(chart, path);
    const name = isMap(value) ? textAt(value, ['repository']) : String(scalarAt(chart, path)?.value ?? '');
    return name?.includes('/') ? [name] : [];
  });
}
