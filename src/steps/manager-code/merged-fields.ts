import { importedNames } from '../../golang/imported-names.ts';
import { children, elementValue, field, type Located } from '../../golang/node.ts';
import type { GoFile, Node } from '../../golang/syntax.ts';
import { indentedLike } from './indented-like.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';

/** What the new options say themselves. */
const REPLACED = ['BindAddress', 'SecureServing'];

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
  if (REPLACED.includes(key)) return [];
  const text = dedented(file, elementValue(element));
  const own = statementsFor({ file, node: element }, key, text);
  return own ? [own] : [(name) => [`${name}.${key} = ${text}`]];
}

/**
 * A field that is set by a statement of its own, `options.Key = value`, where `options` is the expression for the metrics
 * options. What the new options bring to that field stays.
 */
export function mergeAssignment({ draft }: SlottedPlan, { file, node: options }: Located): void {
  const target = options.parent;
  const statement = target?.parent?.parent;
  if (target?.type !== 'selector_expression' || statement?.type !== 'assignment_statement') return;
  const [value, ...more] = children(field(statement, 'right'));
  const isTarget = children(field(statement, 'left')).some((left) => left.id === target.id);
  if (!isTarget || !value || more.length > 0 || field(statement, 'operator')?.text !== '=') return;
  const key = field(target, 'field')?.text ?? '';
  if (REPLACED.includes(key)) draft.remove(file, statement);
  const own = statementsFor({ file, node: statement }, key, dedented(file, value));
  if (!own || value.text.includes(`${target.text},`)) return;
  draft.replace(file, statement, indentedLike(file, statement, own(options.text).join('\n')));
}

/** The statements for the fields that the new options fill themselves; undefined for one that is set as before. */
function statementsFor(at: Located, key: string, text: string): MergedField | undefined {
  switch (key) {
    case 'FilterProvider':
      throw ownFilter(at);
    case 'ExtraHandlers':
      return (name) => extraHandlers(at.file, name, text);
    case 'TLSOpts':
      return (name) => [`${name}.TLSOpts = append(${text}, ${name}.TLSOpts...)`];
    default:
      return undefined;
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

function ownFilter(at: Located): Error {
  return problemAt(at, {
    code: 'own-filter-provider',
    reason: 'the metrics server has a filter of its own, which would no longer be asked',
    hint: 'Decide whether authentication and authorization by the API server can take its place; if so remove the filter first.',
  });
}
