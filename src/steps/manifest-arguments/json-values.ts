import { isScalar } from 'yaml';
import { splitPointer } from '../../kubernetes/effective-arguments.ts';
import type { JsonPatchOperation, JsonPatchSource } from '../../kubernetes/json-patch.ts';
import { quoteLike } from '../../kubernetes/list-splices.ts';
import type { Splice } from '../../kubernetes/splice.ts';
import type { ListItem } from '../../kubernetes/workload.ts';
import { nodeAt, textAt } from '../../kubernetes/yaml-file.ts';
import type { FlagChange } from './container-plan.ts';
import { operationKey, repeatOperation } from './json-companion.ts';
import type { WantedArguments } from './wanted-arguments.ts';

/**
 * Old arguments in operations on single items: the value becomes the new address. `--insecure-diagnostics` gets an
 * operation of its own only where `companions` asks for it: elsewhere the list in force names it.
 */
export function planJsonValues(
  patch: JsonPatchSource,
  wanted: WantedArguments,
  flags: FlagChange,
  companions: ReadonlySet<string>,
): readonly Splice[] {
  return patch.operations.flatMap((operation) => {
    const [, key] = splitPointer(operation.pointer);
    if (key !== 'args' && key !== 'command') return [];
    const isRepeated = companions.has(operationKey(patch, operation));
    const repeated = isRepeated ? repeatOperations(patch, operation, wanted) : [];
    return [...valueSplices(operation, wanted, flags), ...repeated];
  });
}

function repeatOperations(
  patch: JsonPatchSource,
  operation: JsonPatchOperation,
  [, ...others]: WantedArguments,
): Splice[] {
  return others.flatMap((text) => repeatOperation(patch, operation, text));
}

function valueSplices(operation: JsonPatchOperation, wanted: WantedArguments, flags: FlagChange): Splice[] {
  const value = textAt(operation.node, ['value']) ?? '';
  const [, dashes, name = ''] = /^(--?)([A-Za-z][\w.-]*)(?:=|$)/.exec(value) ?? [];
  const item = itemOf(operation, value);
  if (!item || !dashes) return [];
  const place = { start: item.start, end: item.end };
  const [address] = wanted;
  if (flags.gone.has(name) && address !== undefined) return [{ ...place, text: quoteLike(item, address) }];
  const passed = /=(.*)$/.exec(value)?.[1];
  const secure = flags.revalue(name, passed);
  if (secure !== undefined)
    return [
      {
        ...place,
        text: quoteLike(
          item,
          value.replace(/=.*$/, () => `=${secure}`),
        ),
      },
    ];
  const single = flags.becomesPflag && dashes === '-' && name.length > 1;
  return single ? [{ ...place, text: quoteLike(item, `-${value}`) }] : [];
}

function itemOf(operation: JsonPatchOperation, value: string): ListItem | undefined {
  const node = nodeAt(operation.node, ['value']);
  if (!isScalar(node) || !node.range) return undefined;
  const style = node.type === 'QUOTE_DOUBLE' ? 'double' : node.type === 'QUOTE_SINGLE' ? 'single' : 'plain';
  return { value, start: node.range[0], end: node.range[1], style, anchored: false };
}
