import type { WorkloadSource } from '../../kubernetes/workload.ts';
import { positionAt } from '../../repository/source-file.ts';
import type { ControllerManager } from '../../survey/model.ts';

/** Where the sources give a manager the argument that a complaint speaks of; else where its arguments stand. */
export function placeOfArgument(
  manager: ControllerManager,
  complaint: string,
): { file?: string; line?: number } {
  const [, name] = /--?([a-z][\w-]*)/i.exec(complaint.replace(/^.*?(?=flag)/, '')) ?? [];
  const sources = [
    ...manager.manifests.patches,
    ...manager.manifests.deployments,
    ...manager.manifests.templates,
  ];
  const wanted = new RegExp(`^--?${name}(?:=|$)`);
  for (const source of sources) {
    const item = itemsOf(source).find(({ value }) => name !== undefined && wanted.test(value));
    if (item) return { file: source.path, line: positionAt(source.file.text, item.start).line };
  }
  const first = sources.find((source) => itemsOf(source).length > 0) ?? sources[0];
  if (!first) return {};
  const start = itemsOf(first)[0]?.start ?? first.node.range?.[0] ?? 0;
  return { file: first.path, line: positionAt(first.file.text, start).line };
}

function itemsOf({ container }: WorkloadSource) {
  return [...(container?.args?.items ?? []), ...(container?.command?.items ?? [])];
}
