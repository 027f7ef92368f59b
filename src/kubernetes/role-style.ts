import { isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml';
import { printScalar } from './role-print.ts';
import type { RoleSource } from './role-source.ts';
import type { PolicyRule } from './rules.ts';

const FIELDS = ['apiGroups', 'resources', 'verbs'] as const;

type Quote = '' | '"' | "'";

/** How the lists of one field are written. `indent` counts from the key to the dash. */
interface ListStyle {
  readonly key: (typeof FIELDS)[number];
  readonly flow: boolean;
  readonly indent: number;
  readonly quote: Quote;
  /** The space behind `[` and before `]`. */
  readonly padding: string;
}

/** The style of one list as it stands there: `quote` is undefined where no item tells it. */
type FoundList = Omit<ListStyle, 'quote'> & { readonly quote: Quote | undefined };

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
  lists: FIELDS.map((key) => ({
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
  const rules = candidates
    .sort((one, other) => one.distance - other.distance)
    .flatMap(({ rule: { node } }) =>
      node?.range ? [{ start: node.range[0], lists: listsOf(text, node) }] : [],
    );
  const near = rules.find(({ lists }) => isWhole(lists));
  if (!near) return { ...GENERATED, column: columnOfRules(role) };
  const dash = text.lastIndexOf('-', near.start - 1);
  const all = [...near.lists, ...rules.flatMap(({ lists }) => lists)];
  const lists = near.lists.map((list) => ({ ...list, quote: commonQuote(list, all) }));
  return { column: columnAt(text, dash), gap: near.start - dash, lists };
}

/** Each field once: in a template a key may stand in two branches. */
function isWhole(lists: readonly FoundList[]): boolean {
  return lists.length === FIELDS.length && new Set(lists.map(({ key }) => key)).size === FIELDS.length;
}

/**
 * The quotes of a field: its own, else those of the same field in the nearest rule that tells, else of any field. A list
 * of `""` or `"*"` tells nothing, since both must be quoted.
 */
function commonQuote(list: FoundList, all: readonly FoundList[]): Quote {
  const same = all.filter(({ key }) => key === list.key);
  return [list, ...same, ...all].find(({ quote }) => quote !== undefined)?.quote ?? '';
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

function listsOf(text: string, rule: YAMLMap): FoundList[] {
  return rule.items.flatMap((pair) => listStyle(text, pair));
}

function listStyle(text: string, pair: Pair): FoundList[] {
  const key = FIELDS.find((name) => isScalar(pair.key) && pair.key.value === name);
  const list = pair.value;
  if (!key || !isScalar(pair.key) || !isSeq(list) || !list.range || !pair.key.range) return [];
  const flow = list.flow === true;
  const indent = flow ? 0 : columnAt(text, list.range[0]) - columnAt(text, pair.key.range[0]);
  const padding = flow && /^\[ /.test(text.slice(list.range[0])) ? ' ' : '';
  return [{ key, flow, indent: Math.max(0, indent), quote: quoteOf(text, list.items), padding }];
}

/** The quotes of the items that hold a word, `''` where they differ; undefined where none holds one. */
function quoteOf(text: string, items: readonly unknown[]): Quote | undefined {
  const quotes = items.flatMap((item): Quote[] => {
    if (!isScalar(item) || !item.range || !/^\w/.test(String(item.value))) return [];
    const first = text[item.range[0]];
    return [first === '"' || first === "'" ? first : ''];
  });
  const [first] = quotes;
  return first === undefined || quotes.every((quote) => quote === first) ? first : '';
}

function columnOfRules(role: RoleSource): number {
  const [first] = role.rules;
  if (!first?.node?.range || !isMap(first.node)) return 0;
  return columnAt(role.file.text, role.file.text.lastIndexOf('-', first.node.range[0] - 1));
}

function columnAt(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
