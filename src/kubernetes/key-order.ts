import { isScalar, type Pair, type YAMLMap } from 'yaml';

/** What stands at the head of a container, in kubebuilder's order; `ports` and `args` come behind it. */
const HEAD_OF_ARGS = ['name', 'image', 'imagePullPolicy'];
const HEAD_OF_PORTS = [...HEAD_OF_ARGS, 'command', 'args', 'workingDir'];

/**
 * The pair behind which a new key of a container belongs; undefined for the very first place.
 * `args` follows `command`; otherwise the last of the keys that stand at a container's head. In sorted mappings
 * (kustomize prints them so) the place is that of the alphabet.
 */
export function placeForKey(map: YAMLMap, key: 'args' | 'ports' | 'env', sorted: boolean): Pair | undefined {
  const pairs = map.items as Pair[];
  if (sorted) return pairs.findLast((pair) => keyOf(pair) < key);
  const command = key === 'args' ? pairs.find((pair) => keyOf(pair) === 'command') : undefined;
  const head = key === 'args' ? HEAD_OF_ARGS : HEAD_OF_PORTS;
  return command ?? pairs.findLast((pair) => head.includes(keyOf(pair))) ?? pairs.at(-1);
}

/** Whether the keys of a mapping stand in the order of the alphabet. One or two keys prove nothing. */
export function isSorted(map: YAMLMap): boolean {
  const keys = (map.items as Pair[]).map(keyOf);
  return keys.length > 2 && keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') <= key);
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}
