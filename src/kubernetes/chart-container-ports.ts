import type { Chart } from './chart.ts';
import { byDefault } from './chart-values.ts';
import type { ContainerPort, WorkloadSource } from './workload.ts';
import { nodeAt } from './yaml-file.ts';

/** Ports of a template's containers as the chart prints them by default: their names and numbers may come from its values. */
export function portsByDefault(
  chart: Chart | undefined,
  { file }: Pick<WorkloadSource, 'file'>,
  ports: readonly ContainerPort[],
): readonly ContainerPort[] {
  const shown = ({ node }: ContainerPort, key: string) => {
    const [start = 0, end = 0] = nodeAt(node, [key])?.range ?? [];
    return byDefault(chart, file.text.slice(start, end));
  };
  return ports.map((port) => {
    const number = Number(shown(port, 'containerPort'));
    const name = port.name === undefined ? undefined : shown(port, 'name');
    return { ...port, name, number: Number.isInteger(number) ? number : undefined };
  });
}
