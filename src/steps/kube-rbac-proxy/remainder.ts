import { isMap, type Pair, type YAMLMap } from 'yaml';
import { removeItem } from '../../kubernetes/item-removal.ts';
import { removePair } from '../../kubernetes/pair-removal.ts';
import { surplusBesideContainers } from '../../kubernetes/patch-surplus.ts';
import { lineStartOf, type Splice, startOf } from '../../kubernetes/splice.ts';
import type { ContainerSource, WorkloadSource } from '../../kubernetes/workload.ts';
import { keysOf, mapAt, pairOf, seqAt } from '../../kubernetes/yaml-file.ts';

/** What is to go from a workload's text. */
export interface Going {
  readonly sidecars: ReadonlySet<string | undefined>;
  /** The manager's `args`, which have been written elsewhere. */
  readonly arguments: boolean;
  /** The text may not go as a whole: a build names its file. */
  readonly stays: boolean;
}

/**
 * The splices that take sidecars out of a Deployment or of a patch of it; 'whole' for a patch that would say nothing any
 * more. What else a patch carries (affinity, probes, volumes) stays.
 */
export function takeOut(workload: WorkloadSource, going: Going): readonly Splice[] | 'whole' {
  const { file, containers, node } = workload;
  const list = seqAt(workload.podSpec, ['containers']);
  if (!list) return [];
  const gone = containers.filter((it) => going.sidecars.has(it.name) || isEmptied(workload, it, going));
  const comment = workload.role === 'patch' ? introduction(workload) : [];
  if (gone.length < list.items.length) {
    const items = gone.map((it) => removeItem(file, list, it.index));
    const args = going.arguments && gone.every((it) => it !== workload.container) ? argsOf(workload) : [];
    return [...comment, ...items, ...args];
  }
  if (surplusBesideContainers(node) !== undefined) return [...comment, removeContainers(workload)];
  return going.stays ? [...comment, removeContainers(workload)] : 'whole';
}

/** A manager's container that a patch names, and that then says nothing more of it. */
function isEmptied({ role, container }: WorkloadSource, it: ContainerSource, going: Going): boolean {
  if (role !== 'patch' || it !== container) return false;
  return keysOf(it.node).every((key) => key === 'name' || (key === 'args' && going.arguments));
}

function argsOf({ container, file }: WorkloadSource): Splice[] {
  const pair = container && pairOf(container.node, 'args');
  return container && pair ? [removeArguments(file, container.node, pair)] : [];
}

/** `- args:` on the line of the dash: the next key takes its place there. */
function removeArguments(file: WorkloadSource['file'], map: YAMLMap, pair: Pair): Splice {
  const next = map.items[1] as Pair | undefined;
  if (map.flow || map.items[0] !== pair || !next) return removePair(file, map, pair);
  return { start: startOf(pair.key), end: startOf(next.key), text: '' };
}

/** With the keys around it that would be left without a value: `spec: {template: {spec: …}}`. */
function removeContainers({ node, file, podSpec }: WorkloadSource): Splice {
  const ways = [['spec', 'template', 'spec'], ['spec', 'template'], ['spec'], []];
  const maps = ways.map((way) => mapAt(node, way)).filter((it) => it !== undefined);
  let key = 'containers';
  for (const [index, map] of maps.entries()) {
    const pair = pairOf(map, key);
    if (pair && (map.items.length > 1 || index === maps.length - 1)) return removePair(file, map, pair);
    key = ways[index]?.at(-1) ?? key;
  }
  const pair = podSpec && pairOf(podSpec, 'containers');
  if (!podSpec || !pair || !isMap(podSpec)) throw new RangeError('no containers');
  return removePair(file, podSpec, pair);
}

/** What kubebuilder wrote at the head of its patch: it "injects a sidecar container which is a HTTP proxy". */
const INTRODUCES_PROXY = /sidecar container which is an? HTTP proxy|kube-rbac-proxy|auth[ _-]?proxy/i;

/** The paragraph of the comment at the head of a patch that speaks of the sidecar: a licence above it stays. */
function introduction({ file, node }: WorkloadSource): Splice[] {
  const { text } = file;
  const end = lineStartOf(text, startOf(node));
  let start = end;
  while (start > 0 && /^[ \t]*#[ \t]*\S/.test(text.slice(lineStartOf(text, start - 1), start)))
    start = lineStartOf(text, start - 1);
  if (!INTRODUCES_PROXY.test(text.slice(start, end))) return [];
  // The empty comment line that parts it from what stands above.
  const above = start === 0 ? 0 : lineStartOf(text, start - 1);
  return [{ start: /^[ \t]*#/.test(text.slice(above, start)) ? above : start, end, text: '' }];
}
