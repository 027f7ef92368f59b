import { isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml';
import { printScalar } from './role-print.ts';
import type { RoleSource } from './role-source.ts';
import type { PolicyRule } from './rules.ts';

/** How the lists of one field are written. `indent` counts from the key to the dash. */
interface ListStyle {
  readonly key: 'apiGroups' | 'resources' | 'verbs';
  readonly flow: boolean;
  readonly indent: number;
  readonly quote: '' | '"' | "'";
  /** The space behind `[` and before `]`. */
  readonly padding: string;
}

/** How a role's rules are written, taken from one of them. */
export interface RuleStyle {
  /** Column of the dash, from 0. */
  readonly column: number;
  /** Spaces from the dash to the first key. */
  readonly gap: number;
  readonly lists: readonly ListStyle[];
}

/** controller-gen's own style: block lists, nothing indented, keys in alphabetical order. */
const GENERATED: RuleStyle = {
  column: 0,
  gap: 2,
  lists: (['apiGroups', 'resources', 'verbs'] as const).map((key) => ({
    key,
    flow: false,
    indent: 0,
    quote: '',
    padding: '',
  })),
};

/** The style of the rule nearest to `index` that has groups, resources and verbs; controller-gen's where none has. */
export function ruleStyle(role: RoleSource, index: number): RuleStyle {
  const text = role.file.text;
  const candidates = role.rules.map((rule, at) => ({ rule, distance: Math.abs(at - index + 0.5) }));
  const near = candidates
    .sort((one, other) => one.distance - other.distance)
    .map(({ rule }) => rule.node)
    .find((node) => node !== undefined && listsOf(text, node).length === 3);
  if (!near?.range) return { ...GENERATED, column: columnOfRules(role) };
  const dash = text.lastIndexOf('-', near.range[0] - 1);
  return { column: columnAt(text, dash), gap: near.range[0] - dash, lists: listsOf(text, near) };
}

/** A rule in that style: its lines without a line ending behind the last one. The first one starts with the dash. */
export function printInStyle(rule: PolicyRule, style: RuleStyle, lineEnding: string): string {
  const keyColumn = ' '.repeat(style.column + style.gap);
  const lines = style.lists.flatMap((list) => printField(rule[list.key], list));
  return lines
    .map(
      (line, index) =>
        (index === 0 ? `${' '.repeat(style.column)}-${' '.repeat(style.gap - 1)}` : keyColumn) + line,
    )
    .join(lineEnding);
}

function printField(values: readonly string[], style: ListStyle): string[] {
  const words = values.map((value) => (style.quote ? style.quote + value + style.quote : printScalar(value)));
  if (style.flow) return [`${style.key}: [${style.padding}${words.join(', ')}${style.padding}]`];
  return [`${style.key}:`, ...words.map((word) => `${' '.repeat(style.indent)}- ${word}`)];
}

function listsOf(text: string, rule: YAMLMap): ListStyle[] {
  return rule.items.flatMap((pair) => listStyle(text, pair));
}

function listStyle(text: string, pair: Pair): ListStyle[] {
  const key = (['apiGroups', 'resources', 'verbs'] as const).find(
    (name) => isScalar(pair.key) && pair.key.value === name,
  );
  const list = pair.value;
  if (!key || !isScalar(pair.key) || !isSeq(list) || !list.range || !pair.key.range) return [];
  const flow = list.flow === true;
  const indent = flow ? 0 : columnAt(text, list.range[0]) - columnAt(text, pair.key.range[0]);
  const padding = flow && /^\[ /.test(text.slice(list.range[0])) ? ' ' : '';
  return [{ key, flow, indent: Math.max(0, indent), quote: quoteOf(text, list.items), padding }];
}

/** The quotes of the items, when all that hold a word have the same. */
function quoteOf(text: string, items: readonly unknown[]): '' | '"' | "'" {
  const quotes = items.flatMap((item): ('' | '"' | "'")[] => {
    if (!isScalar(item) || !item.range || !/^\w/.test(String(item.value))) return [];
    const first = text[item.range[0]];
    return [first === '"' || first === "'" ? first : ''];
  });
  const [first] = quotes;
  return first !== undefined && quotes.every((quote) => quote === first) ? first : '';
}

function columnOfRules(role: RoleSource): number {
  const [first] = role.rules;
  if (!first?.node?.range || !isMap(first.node)) return 0;
  return columnAt(role.file.text, role.file.text.lastIndexOf('-', first.node.range[0] - 1));
}

function columnAt(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
