import type { Chart } from '../../kubernetes/chart.ts';
import { byDefault, valueAlone } from '../../kubernetes/chart-values.ts';
import { endOf, endOfPair, indentOf, insertLinesAfter } from '../../kubernetes/splice.ts';
import { nodeAt, pairOf } from '../../kubernetes/yaml-file.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { SourceFile } from '../../repository/source-file.ts';
import { type ChartEndpoint, valueChange } from '../chart-endpoints.ts';
import { STEP } from './part.ts';
import { type ChartPort, isLost } from './service-ports.ts';

/** Re-aims the ports of Services at the manager's own: same name, same port. */
export function planServices(
  chart: Chart,
  endpoint: ChartEndpoint,
  ports: readonly ChartPort[],
): readonly Change[] {
  return ports.filter((port) => isLost(port, endpoint)).map((port) => reAim(chart, endpoint, port));
}

function reAim(chart: Chart, { served }: ChartEndpoint, port: ChartPort): Change {
  const { file } = port.service;
  const why = {
    step: STEP,
    reason: `the manager itself serves metrics on ${byDefault(chart, served)} now; nothing listens on ${JSON.stringify(port.shown.target)} any more`,
  };
  const target = file === chart.values ? byDefault(chart, served) : served;
  const range = port.targetNode?.range;
  if (!range) return lineBehind(file, port, `targetPort: ${target}`, why);
  const path = valueAlone(port.targetText);
  const change =
    path && !isUsedTwice(port, path) ? valueChange(chart, path, byDefault(chart, served)) : undefined;
  if (change) return edit(change.file, change.splice, change.splice.text, why);
  return edit(file, { start: range[0], end: range[1] }, target, why);
}

/** The number and the name that clients use must not change with the target. */
function isUsedTwice({ node, service }: ChartPort, path: readonly string[]): boolean {
  return ['port', 'name'].some((key) => {
    const [start = 0, end = 0] = nodeAt(node, [key])?.range ?? [];
    return valueAlone(service.file.text.slice(start, end))?.join('.') === path.join('.');
  });
}

function lineBehind(
  file: SourceFile,
  { node }: ChartPort,
  line: string,
  why: { step: string; reason: string },
): Change {
  const pair = pairOf(node, 'port');
  const splice = insertLinesAfter(file, pair ? endOfPair(pair) : endOf(node), [
    indentOf(file.text, node) + line,
  ]);
  return edit(file, splice, splice.text, why);
}
