import { importedNames } from '../../golang/imported-names.ts';
import { children, elementValue, field } from '../../golang/node.ts';
import type { GoFile, Node } from '../../golang/syntax.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';

/** Statements that set one field of the old metrics options on the new ones, which are called `name`. */
export type MergedField = (name: string) => string[];

/**
 * What the old options of the metrics server said beside the address: it is added to what the new options bring, never
 * assigned over it (design §10). Serving and authorization are the new options' own.
 */
export function mergedFields({ slot, source }: SlottedPlan): MergedField[] {
  const literal = literalOf({ slot, source });
  if (!literal) return [];
  return children(field(literal.node, 'body')).flatMap((element) => merged(literal.file, element));
}

function literalOf({ slot }: Pick<SlottedPlan, 'slot' | 'source'>): { file: GoFile; node: Node } | undefined {
  if (slot.metrics?.kind === 'literal') return slot.metrics.at;
  if (slot.metrics?.kind !== 'variable') return undefined;
  const initial = slot.metrics.carrier.writes.find((write) => write.value?.node.type === 'composite_literal');
  return initial?.value;
}

function merged(file: GoFile, element: Node): MergedField[] {
  const key = field(element, 'key')?.text ?? '';
  const value = elementValue(element);
  const text = dedented(file, value);
  switch (key) {
    case 'BindAddress':
    case 'SecureServing':
      return [];
    case 'FilterProvider':
      throw ownFilter(file, element);
    case 'ExtraHandlers':
      return [(name) => extraHandlers(file, name, text)];
    case 'TLSOpts':
      return [(name) => [`${name}.TLSOpts = append(${text}, ${name}.TLSOpts...)`]];
    default:
      return [(name) => [`${name}.${key} = ${text}`]];
  }
}

/** The map is nil while metrics are served insecurely, and holds pprof while they are not (facts A4). */
function extraHandlers(file: GoFile, name: string, text: string): string[] {
  const http = [...importedNames(file)].find(([, path]) => path === 'net/http')?.[0] ?? 'http';
  return [
    `if ${name}.ExtraHandlers == nil {`,
    `\t${name}.ExtraHandlers = map[string]${http}.Handler{}`,
    '}',
    `for path, handler := range ${text} {`,
    `\t${name}.ExtraHandlers[path] = handler`,
    '}',
  ];
}

/** The text of a value as it would stand at the margin. */
function dedented(file: GoFile, value: Node): string {
  const lineStart = file.text.lastIndexOf('\n', value.startIndex - 1) + 1;
  const indentation = /^[ \t]*/.exec(file.text.slice(lineStart))?.[0] ?? '';
  return value.text
    .split(/\r?\n/)
    .map((line) => (line.startsWith(indentation) ? line.slice(indentation.length) : line))
    .join('\n');
}

function ownFilter(file: GoFile, node: Node): Error {
  return problemAt(
    { file, node },
    {
      code: 'own-filter-provider',
      reason: 'the metrics server has a filter of its own, which would no longer be asked',
      hint: 'Decide whether authentication and authorization by the API server can take its place; if so remove the filter first.',
    },
  );
}
