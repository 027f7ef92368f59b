import { argumentsFor } from './calls.ts';
import { type Declaration, resolve } from './declarations.ts';
import { constantString, type FlagRegistration, registrationOf } from './flag-registration.ts';
import { children, elementValue, field, type Located, unwrapped } from './node.ts';
import type { GoProgram } from './program.ts';
import type { Node } from './syntax.ts';
import { constantGiven, sortUses, type Way } from './trace-writes.ts';
import { calleeOf, type FieldName, fieldOf, importOf, initialValue, typeOf } from './types.ts';
import { declarationUses, fieldUses, type Use } from './uses.ts';

/** Where a value comes from in the end. */
export type Origin =
  | { readonly kind: 'flag'; readonly registration: FlagRegistration }
  | { readonly kind: 'constant'; readonly value: string; readonly at: Located }
  /** Never set: Go's zero value. */
  | { readonly kind: 'zero'; readonly at: Located }
  /** Anything else: computed, set in several places, read from a file (`filledIn`). `at` is where the trail ends. */
  | { readonly kind: 'computed'; readonly at: Located; readonly filledIn?: boolean };

/** A variable, parameter or struct field that carries the value on its way. */
export interface Carrier {
  readonly kind: 'variable' | 'parameter' | 'field';
  readonly name: string;
  readonly declaration: Declaration | undefined;
  readonly field: FieldName | undefined;
  /** Where it is read on the way to the manager: the whole expression, e.g. `config.metricsAddr`. */
  readonly read: Located;
  /** What was still to be taken from it, e.g. `['Metrics', 'BindAddress']`; empty when it carries the address itself. */
  readonly path: readonly string[];
  /** What gives it the value: the one that was followed, and constants that the flag's default stands in for. */
  readonly writes: readonly Use[];
  /** The write that was followed. */
  readonly source: Use | undefined;
  /** Uses that only tell a log of it: they can name another value. */
  readonly logged: readonly Located[];
  /** Every other use: as long as there is one, it must stay. */
  readonly others: readonly Located[];
}

/** A key of a composite literal that the value comes through. */
export interface LiteralHop {
  readonly kind: 'element';
  readonly element: Located;
  readonly key: string;
  readonly path: readonly string[];
}

export interface Trace {
  /** From the manager towards the command line. */
  readonly hops: readonly (Carrier | LiteralHop)[];
  readonly origin: Origin;
}

/** Chains longer than this do not happen in code that people read; the bound ends cycles. */
const LONGEST_CHAIN = 12;

/**
 * Follows a value backwards: `path` names the fields to take from it, e.g. `['Metrics', 'BindAddress']` of the options
 * that NewManager gets. Goes through literals, variables, parameters and struct fields of the repository. Where several
 * functions give the value, those that run in this binary (`reached`) decide.
 */
export function traceValue(
  program: GoProgram,
  expression: Located,
  path: readonly string[],
  reached: readonly Located[] = [],
): Trace {
  const way = { program, reached };
  const at = { file: expression.file, node: unwrapped(expression.node) };
  const { hops, origin } = follow(way, at, path, LONGEST_CHAIN);
  if (origin.kind !== 'zero') return { hops, origin };
  const tags = hops.map(tagOf).filter((tag) => tag !== undefined);
  if (tags.length === 0) return { hops, origin };
  return { hops, origin: { kind: 'computed', at: origin.at, filledIn: tags.some(isOfFile) } };
}

/** A field with a tag is filled in from outside (`env:"METRICS_ADDR"`), though no statement of the repository writes it. */
function tagOf(hop: Carrier | LiteralHop): string | undefined {
  const declared = hop.kind === 'field' ? hop.field?.declared?.node : undefined;
  return declared?.parent?.childForFieldName('tag')?.text;
}

/** A tag for what reads files: one of the environment, or of a library for flags, leaves no file to edit. */
const isOfFile = (tag: string): boolean =>
  /\b(?:yaml|json|toml|mapstructure):/.test(tag) && !/\bkong:/.test(tag);

function follow(way: Way, at: Located, path: readonly string[], depth: number): Trace {
  const { program } = way;
  const inner = (node: Node | undefined) =>
    node
      ? follow(way, { file: at.file, node: unwrapped(node) }, path, depth - 1)
      : ended({ kind: 'computed', at });
  if (depth === 0) return ended({ kind: 'computed', at });
  const constant = path.length === 0 ? constantString(program, at.file, at.node) : undefined;
  if (constant !== undefined) return ended({ kind: 'constant', value: constant, at });
  switch (at.node.type) {
    case 'composite_literal':
      return followLiteral(way, at, path, depth);
    case 'unary_expression':
      return /^[&*]/.test(at.node.text) ? inner(field(at.node, 'operand')) : ended({ kind: 'computed', at });
    case 'identifier':
      return followName(way, at, path, depth);
    case 'selector_expression':
      return followSelector(way, at, path, depth);
    case 'call_expression':
      return followCall(way, at, path, depth);
    default:
      return ended({ kind: 'computed', at });
  }
}

function followLiteral(way: Way, at: Located, path: readonly string[], depth: number): Trace {
  const key = path[0];
  if (key === undefined) return ended({ kind: 'computed', at });
  const elements = children(field(at.node, 'body'));
  const keyed = elements.filter((element) => element.type === 'keyed_element');
  if (keyed.length < elements.length) return ended({ kind: 'computed', at });
  const node = keyed.find((element) => field(element, 'key')?.text === key);
  const value = node && unwrapped(elementValue(node));
  if (!node || !value) return ended({ kind: 'zero', at });
  const hop: LiteralHop = { kind: 'element', element: { file: at.file, node }, key, path };
  return before(hop, follow(way, { file: at.file, node: value }, path.slice(1), depth - 1));
}

function followName(way: Way, at: Located, path: readonly string[], depth: number): Trace {
  const { program } = way;
  const declaration = resolve(program, at);
  if (declaration?.kind !== 'variable' && declaration?.kind !== 'parameter')
    return ended({ kind: 'computed', at });
  const type = path[0] === undefined ? undefined : typeOf(program, at);
  const named = type && fieldOf(program, type, path[0] ?? '');
  if (named?.declared) return followField(way, at, named, path.slice(1), depth);
  const uses = declarationUses(program, declaration);
  const carrier = {
    kind: declaration.kind,
    name: declaration.name,
    declaration,
    field: undefined,
    read: at,
    path,
  };
  return followWrites(way, carrier, uses, [...initialUses(program, declaration)], depth);
}

/** What a variable is declared with, or what callers pass for a parameter. */
function initialUses(program: GoProgram, declaration: Declaration): Use[] {
  if (declaration.kind === 'parameter') {
    return argumentsFor(program, declaration).map((value) => ({
      kind: 'write',
      whole: value,
      path: [],
      value,
    }));
  }
  const value = initialValue(declaration) ?? sharedValue(declaration);
  if (!value) return [];
  const located = { file: declaration.file, node: value };
  return [
    { kind: 'write', whole: { file: declaration.file, node: declaration.owner }, path: [], value: located },
  ];
}

/** The call behind `a, b, err := f()`. */
function sharedValue({ owner }: Declaration): Node | undefined {
  const values = children(field(owner, owner.type === 'short_var_declaration' ? 'right' : 'value'));
  return values.length === 1 ? values[0] : undefined;
}

function followSelector(way: Way, at: Located, path: readonly string[], depth: number): Trace {
  const { program } = way;
  const operand = field(at.node, 'operand');
  const name = field(at.node, 'field')?.text ?? '';
  if (!operand) return ended({ kind: 'computed', at });
  if (importOf(program, { file: at.file, node: operand }) !== undefined)
    return ended({ kind: 'computed', at });
  const type = typeOf(program, { file: at.file, node: operand });
  const named = type && fieldOf(program, type, name);
  if (named?.declared && !isEmbedded(named)) return followField(way, at, named, path, depth);
  const rest = named?.declared ? path : [name, ...path];
  return follow(way, { file: at.file, node: unwrapped(operand) }, rest, depth - 1);
}

/** `opts.Options` of `struct { manager.Options }`: the same value, seen through its embedded part. */
function isEmbedded({ declared }: FieldName): boolean {
  return declared !== undefined && declared.node.type !== 'field_identifier';
}

function followField(
  way: Way,
  read: Located,
  named: FieldName,
  path: readonly string[],
  depth: number,
): Trace {
  const { program } = way;
  const carrier = {
    kind: 'field',
    name: named.name,
    declaration: undefined,
    field: named,
    read,
    path,
  } as const;
  return followWrites(way, carrier, fieldUses(program, named), [], depth);
}

function followCall(way: Way, at: Located, path: readonly string[], depth: number): Trace {
  const { program } = way;
  const registration = path.length === 0 ? registrationOf(program, at) : undefined;
  if (registration) return ended({ kind: 'flag', registration });
  const callee = calleeOf(program, at);
  const returned = callee && onlyResult(callee);
  return returned ? follow(way, returned, path, depth - 1) : ended({ kind: 'computed', at });
}

/** The expression that a function of one result returns, where it has a single return. */
function onlyResult({ file, node }: Located): Located | undefined {
  const returns = node.descendantsOfType('return_statement').filter((found): found is Node => found !== null);
  const values = children(children(returns[0])[0]);
  const value = returns.length === 1 && values.length === 1 ? values[0] : undefined;
  return value && { file, node: unwrapped(value) };
}

function followWrites(
  way: Way,
  carrier: Omit<Carrier, 'writes' | 'source' | 'logged' | 'others'>,
  uses: readonly Use[],
  initial: readonly Use[],
  depth: number,
): Trace {
  const { program } = way;
  const { path, read } = carrier;
  const { writes, source, logged, others, constants, unclear } = sortUses(way, carrier, uses, initial);
  const hop: Carrier = { ...carrier, writes, source, logged, others };
  if (unclear) return before(hop, ended({ kind: 'computed', at: unclear.whole }));
  if (source?.kind === 'binding')
    return before(
      hop,
      ended({ kind: 'flag', registration: withFormer(program, source.registration, constants, path) }),
    );
  if (source) return before(hop, continueFrom(way, source, path, depth));
  const value = constants[0]?.value;
  if (!value) return before(hop, ended({ kind: 'zero', at: read }));
  return before(hop, follow(way, value, path.slice(constants[0]?.path.length), depth - 1));
}

function continueFrom(way: Way, use: Use, path: readonly string[], depth: number): Trace {
  if (use.kind === 'escape' || !use.value) return ended({ kind: 'computed', at: use.whole });
  return follow(way, use.value, path.slice(use.path.length), depth - 1);
}

/** The default is what the variable held before, where that is a constant. */
function withFormer(
  program: GoProgram,
  registration: FlagRegistration,
  constants: readonly Use[],
  path: readonly string[],
): FlagRegistration {
  const { value, target } = registration;
  const [former, ...more] = constants.flatMap((use) => constantGiven(program, use, path) ?? []);
  if (!former || more.length > 0 || value?.text !== target?.text) return registration;
  const text = constantString(program, former.file, former.node);
  return { ...registration, ...(text !== undefined && { default: text }), written: former };
}

function before(hop: Carrier | LiteralHop, trace: Trace): Trace {
  return { hops: [hop, ...trace.hops], origin: trace.origin };
}

function ended(origin: Origin): Trace {
  return { hops: [], origin };
}
