import { argumentsFor } from './calls.ts';
import { type Declaration, resolve } from './declarations.ts';
import { constantString, type FlagRegistration, registrationOf } from './flag-registration.ts';
import { children, field, type Located, sameNode, unwrapped } from './node.ts';
import type { GoProgram } from './program.ts';
import type { Node } from './syntax.ts';
import { calleeOf, type FieldName, fieldOf, importOf, initialValue, typeOf } from './types.ts';
import { declarationUses, fieldUses, type Use } from './uses.ts';

/** Where a value comes from in the end. */
export type Origin =
  | { readonly kind: 'flag'; readonly registration: FlagRegistration }
  | { readonly kind: 'constant'; readonly value: string; readonly at: Located }
  /** Never set: Go's zero value. */
  | { readonly kind: 'zero'; readonly at: Located }
  /** Anything else: computed, set in several places, read from a file. `at` is where the trail ends. */
  | { readonly kind: 'computed'; readonly at: Located };

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
 * that NewManager gets. Goes through literals, variables, parameters and struct fields of the repository.
 */
export function traceValue(program: GoProgram, expression: Located, path: readonly string[]): Trace {
  return follow(program, { file: expression.file, node: unwrapped(expression.node) }, path, LONGEST_CHAIN);
}

function follow(program: GoProgram, at: Located, path: readonly string[], depth: number): Trace {
  const inner = (node: Node | undefined) =>
    node
      ? follow(program, { file: at.file, node: unwrapped(node) }, path, depth - 1)
      : ended({ kind: 'computed', at });
  if (depth === 0) return ended({ kind: 'computed', at });
  const constant = path.length === 0 ? constantString(program, at.file, at.node) : undefined;
  if (constant !== undefined) return ended({ kind: 'constant', value: constant, at });
  switch (at.node.type) {
    case 'composite_literal':
      return followLiteral(program, at, path, depth);
    case 'unary_expression':
      return /^[&*]/.test(at.node.text) ? inner(field(at.node, 'operand')) : ended({ kind: 'computed', at });
    case 'identifier':
      return followName(program, at, path, depth);
    case 'selector_expression':
      return followSelector(program, at, path, depth);
    case 'call_expression':
      return followCall(program, at, path, depth);
    default:
      return ended({ kind: 'computed', at });
  }
}

function followLiteral(program: GoProgram, at: Located, path: readonly string[], depth: number): Trace {
  const key = path[0];
  if (key === undefined) return ended({ kind: 'computed', at });
  const elements = children(field(at.node, 'body'));
  const keyed = elements.filter((element) => element.type === 'keyed_element');
  if (keyed.length < elements.length) return ended({ kind: 'computed', at });
  const node = keyed.find((element) => field(element, 'key')?.text === key);
  const value = node && unwrapped(elementValue(node));
  if (!node || !value) return ended({ kind: 'zero', at });
  const hop: LiteralHop = { kind: 'element', element: { file: at.file, node }, key, path };
  return before(hop, follow(program, { file: at.file, node: value }, path.slice(1), depth - 1));
}

/** The value of a keyed element, without the grammar's wrapper. */
export function elementValue(element: Node): Node {
  const value = field(element, 'value') ?? element;
  return value.type === 'literal_element' ? (children(value)[0] ?? value) : value;
}

function followName(program: GoProgram, at: Located, path: readonly string[], depth: number): Trace {
  const declaration = resolve(program, at);
  if (declaration?.kind !== 'variable' && declaration?.kind !== 'parameter')
    return ended({ kind: 'computed', at });
  const type = path[0] === undefined ? undefined : typeOf(program, at);
  const named = type && fieldOf(program, type, path[0] ?? '');
  if (named?.declared) return followField(program, at, named, path.slice(1), depth);
  const uses = declarationUses(program, declaration);
  const carrier = {
    kind: declaration.kind,
    name: declaration.name,
    declaration,
    field: undefined,
    read: at,
    path,
  };
  return followWrites(program, carrier, uses, [...initialUses(program, declaration)], depth);
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

function followSelector(program: GoProgram, at: Located, path: readonly string[], depth: number): Trace {
  const operand = field(at.node, 'operand');
  const name = field(at.node, 'field')?.text ?? '';
  if (!operand) return ended({ kind: 'computed', at });
  if (importOf(program, { file: at.file, node: operand }) !== undefined)
    return ended({ kind: 'computed', at });
  const type = typeOf(program, { file: at.file, node: operand });
  const named = type && fieldOf(program, type, name);
  if (named?.declared && !isEmbedded(named)) return followField(program, at, named, path, depth);
  const rest = named?.declared ? path : [name, ...path];
  return follow(program, { file: at.file, node: unwrapped(operand) }, rest, depth - 1);
}

/** `opts.Options` of `struct { manager.Options }`: the same value, seen through its embedded part. */
function isEmbedded({ declared }: FieldName): boolean {
  return declared !== undefined && declared.node.type !== 'field_identifier';
}

function followField(
  program: GoProgram,
  read: Located,
  named: FieldName,
  path: readonly string[],
  depth: number,
): Trace {
  const carrier = {
    kind: 'field',
    name: named.name,
    declaration: undefined,
    field: named,
    read,
    path,
  } as const;
  return followWrites(program, carrier, fieldUses(program, named), [], depth);
}

function followCall(program: GoProgram, at: Located, path: readonly string[], depth: number): Trace {
  const registration = path.length === 0 ? registrationOf(program, at) : undefined;
  if (registration) return ended({ kind: 'flag', registration });
  const callee = calleeOf(program, at);
  const returned = callee && onlyResult(callee);
  return returned ? follow(program, returned, path, depth - 1) : ended({ kind: 'computed', at });
}

/** The expression that a function of one result returns, where it has a single return. */
function onlyResult({ file, node }: Located): Located | undefined {
  const returns = node.descendantsOfType('return_statement').filter((found): found is Node => found !== null);
  const values = children(children(returns[0])[0]);
  const value = returns.length === 1 && values.length === 1 ? values[0] : undefined;
  return value && { file, node: unwrapped(value) };
}

function followWrites(
  program: GoProgram,
  carrier: Omit<Carrier, 'writes' | 'source' | 'others'>,
  uses: readonly Use[],
  initial: readonly Use[],
  depth: number,
): Trace {
  const { path, read } = carrier;
  const all = [...initial, ...uses];
  const writes = all.filter((use) => use.kind !== 'read' && reaches(use, path) && !inTest(use.whole));
  const constants = writes.filter((use) => isConstant(program, use, path));
  const [source, ...more] = writes.filter((use) => !constants.includes(use));
  const others = uses
    .filter((use) => !(writes.includes(use) || isApart(use, path)) && !sameNode(use.base ?? use.whole, read))
    .map((use) => use.whole);
  const hop: Carrier = { ...carrier, writes, source, others };
  if (more[0] && !sameSource(source, more))
    return before(hop, ended({ kind: 'computed', at: more[0].whole }));
  if (source) return before(hop, continueFrom(program, source, path, depth));
  const [constant, changed] = constants;
  if (changed) return before(hop, ended({ kind: 'computed', at: changed.whole }));
  if (constant?.value)
    return before(hop, follow(program, constant.value, path.slice(constant.path.length), depth - 1));
  return before(hop, ended({ kind: 'zero', at: read }));
}

/** A literal that several keys are written into, or a parameter that every caller passes the same. */
function sameSource(source: Use | undefined, more: readonly Use[]): boolean {
  return more.every((use) => source?.value !== undefined && use.value?.node.text === source.value.node.text);
}

function continueFrom(program: GoProgram, use: Use, path: readonly string[], depth: number): Trace {
  if (use.kind === 'binding') return ended({ kind: 'flag', registration: use.registration });
  if (use.kind === 'escape') return ended({ kind: 'computed', at: use.whole });
  const value = use.value;
  return value
    ? follow(program, value, path.slice(use.path.length), depth - 1)
    : ended({ kind: 'computed', at: use.whole });
}

/** Whether a use can give what is wanted: it writes the value itself, or something that holds it. */
function reaches(use: Use, path: readonly string[]): boolean {
  if (use.kind === 'binding') return use.path.length === path.length && isPrefix(use.path, path);
  return isPrefix(use.path, path);
}

/** A use of another part of the same value (`opts.Cache = …`), or of the whole: it does not need the address. */
function isApart(use: Use, path: readonly string[]): boolean {
  return path.length > 0 && !isPrefix(path, use.path);
}

function isPrefix(prefix: readonly string[], path: readonly string[]): boolean {
  return prefix.every((name, index) => path[index] === name);
}

function isConstant(program: GoProgram, use: Use, path: readonly string[]): boolean {
  if (use.kind !== 'write' || !use.value) return false;
  const { file, node } = use.value;
  if (use.path.length === path.length) return constantString(program, file, node) !== undefined;
  if (node.type !== 'composite_literal') return false;
  const [key] = path.slice(use.path.length);
  return !children(field(node, 'body')).some((element) => field(element, 'key')?.text === key);
}

function inTest(at: Located): boolean {
  return at.file.path.endsWith('_test.go');
}

function before(hop: Carrier | LiteralHop, trace: Trace): Trace {
  return { hops: [hop, ...trace.hops], origin: trace.origin };
}

function ended(origin: Origin): Trace {
  return { hops: [], origin };
}
