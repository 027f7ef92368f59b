import { isMap, type YAMLSeq } from 'yaml';
import { endOf, endOfPair, removeLines, type Splice, startOf } from '../../kubernetes/splice.ts';
import type { ContainerSource } from '../../kubernetes/workload.ts';
import { pairOf, seqAt, textAt, type YamlFile } from '../../kubernetes/yaml-file.ts';

/**
 * Removes environment variables from which the flag library read a flag that goes (ff reads METRICS_BIND_ADDR for
 * `metrics-bind-addr`, with any prefix). They would be ignored from now on. `env:` goes with its last entry.
 */
export function planEnvironment(
  file: YamlFile,
  container: ContainerSource,
  gone: ReadonlySet<string>,
): readonly Splice[] {
  const list = seqAt(container.node, ['env']);
  if (!list || list.flow) return [];
  const names = [...gone].map((name) => name.toUpperCase().replaceAll('-', '_'));
  const old = list.items.filter((item) => {
    const name = isMap(item) ? (textAt(item, ['name']) ?? '') : '';
    return names.some((flag) => name === flag || name.endsWith(`_${flag}`));
  });
  if (old.length === 0) return [];
  return old.length === list.items.length
    ? removeAll(file, container)
    : old.map((item) => removeEntry(file, item));
}

function removeEntry(file: YamlFile, item: YAMLSeq['items'][number]): Splice {
  const start = startOf(item);
  return removeLines(file.text, file.text.lastIndexOf('-', start - 1), isMap(item) ? endOf(item) : start);
}

/** The first key of a container stands behind its dash: then the list stays, empty. */
function removeAll(file: YamlFile, container: ContainerSource): readonly Splice[] {
  const pair = pairOf(container.node, 'env');
  if (!pair) return [];
  if (container.node.items[0] !== pair) return [removeLines(file.text, startOf(pair.key), endOfPair(pair))];
  const end = endOfPair(pair);
  const colon = file.text.indexOf(':', startOf(pair.key)) + 1;
  return [{ start: colon, end, text: ' []' }];
}
