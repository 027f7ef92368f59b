/** A rule as a marker writes it, before controller-gen combines rules. */
export interface MarkedRule {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly urls: readonly string[];
  readonly verbs: readonly string[];
  /** '' for the ClusterRole. */
  readonly namespace: string;
  /** From controller-gen 0.21 on; '' for the name that the call gives. */
  readonly roleName: string;
}

const LISTS = ['groups', 'resources', 'resourceNames', 'urls', 'verbs'] as const;
const SCALARS = ['namespace', 'roleName'] as const;
type ListField = (typeof LISTS)[number];
type ScalarField = (typeof SCALARS)[number];

/** Where the reader stands in the text of a marker. */
interface Cursor {
  readonly text: string;
  at: number;
}

/**
 * Reads `+kubebuilder:rbac:groups=a;b,resources={x,"y"},verbs=get` (pkg/markers/parse.go, facts D3).
 * A quoted string is one element, whatever it holds.
 *
 * @param text the comment without its slashes and outer white space.
 * @returns undefined for another marker. `'invalid'` where controller-gen reports an error: an unknown or repeated
 *   separator, an unknown key, or no verbs.
 */
export function parseRbacMarker(text: string): MarkedRule | 'invalid' | undefined {
  const head = /^\+kubebuilder:rbac(?::([^=:]*)=|=|$)/.exec(text);
  if (!head) return undefined;
  if (head[1] === undefined) return 'invalid';
  const fields = parseFields({ text: text.slice('+kubebuilder:rbac:'.length), at: 0 });
  return fields ?? 'invalid';
}

function parseFields(cursor: Cursor): MarkedRule | undefined {
  const lists = new Map<ListField, string[]>();
  const scalars = new Map<ScalarField, string>();
  do {
    const key = /^\s*(\w+)\s*=/.exec(cursor.text.slice(cursor.at));
    if (!key) return undefined;
    cursor.at += key[0].length;
    const list = LISTS.find((name) => name === key[1]);
    const scalar = SCALARS.find((name) => name === key[1]);
    const values = list ? parseList(cursor) : parseScalar(cursor);
    if (values === undefined) return undefined;
    if (list) lists.set(list, values);
    else if (scalar) scalars.set(scalar, values[0] ?? '');
    else return undefined;
  } while (eat(cursor, ','));
  if (peek(cursor) !== '' || !lists.has('verbs')) return undefined;
  return ruleOf(lists, scalars);
}

function ruleOf(
  lists: ReadonlyMap<ListField, string[]>,
  scalars: ReadonlyMap<ScalarField, string>,
): MarkedRule {
  return {
    groups: lists.get('groups') ?? [],
    resources: lists.get('resources') ?? [],
    resourceNames: lists.get('resourceNames') ?? [],
    urls: lists.get('urls') ?? [],
    verbs: lists.get('verbs') ?? [],
    namespace: scalars.get('namespace') ?? '',
    roleName: scalars.get('roleName') ?? '',
  };
}

/** `{a, b}` or `a;b`. An empty value is an empty list. */
function parseList(cursor: Cursor): string[] | undefined {
  const braces = eat(cursor, '{');
  const values: string[] = [];
  while (!endsList(cursor, braces)) {
    const value = parseString(cursor);
    if (value === undefined) return undefined;
    values.push(value);
    if (endsList(cursor, braces)) break;
    if (!eat(cursor, braces ? ',' : ';')) return undefined;
  }
  if (braces && !eat(cursor, '}')) return undefined;
  return values;
}

function endsList(cursor: Cursor, braces: boolean): boolean {
  const next = peek(cursor);
  return next === '' || next === '}' || (!braces && next === ',');
}

function parseScalar(cursor: Cursor): string[] | undefined {
  const value = parseString(cursor);
  return value === undefined ? undefined : [value];
}

/** A Go string, or bare text up to a separator. */
function parseString(cursor: Cursor): string | undefined {
  const quote = peek(cursor);
  if (quote !== '"' && quote !== '`') {
    const bare = /^[^,;:}]*/.exec(cursor.text.slice(cursor.at))?.[0] ?? '';
    cursor.at += bare.length;
    return withoutLostToken(bare);
  }
  const pattern = quote === '"' ? /^"(?:[^"\\\n]|\\.)*"/ : /^`[^`]*`/;
  const literal = pattern.exec(cursor.text.slice(cursor.at))?.[0];
  if (literal === undefined) return undefined;
  cursor.at += literal.length;
  return quote === '"' ? goString(literal) : literal.slice(1, -1);
}

/**
 * White space before a separator makes controller-gen lose the token in front of it: `a.io ; b` is `a.` and `b`.
 * (parse.go looks past the space, which empties `TokenText()`.)
 */
function withoutLostToken(bare: string): string {
  const text = bare.trim();
  return text === bare ? text : text.replace(/(?:(?<![\p{L}_])[\p{L}_][\p{L}\p{N}_]*|.)$/u, '');
}

function goString(literal: string): string | undefined {
  try {
    return JSON.parse(literal);
  } catch {
    return undefined;
  }
}

function eat(cursor: Cursor, character: string): boolean {
  if (peek(cursor) !== character) return false;
  cursor.at++;
  return true;
}

/** The next character that is no white space, '' at the end. */
function peek(cursor: Cursor): string {
  while (/\s/.test(cursor.text[cursor.at] ?? '')) cursor.at++;
  return cursor.text[cursor.at] ?? '';
}
