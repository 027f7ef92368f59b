import { constantString } from './flag-registration.ts';
import { isLogged } from './logging.ts';
import {
  children,
  elementValue,
  enclosingDeclaration,
  field,
  type Located,
  unwrapped,
  within,
} from './node.ts';
import type { GoProgram } from './program.ts';
import type { Node } from './syntax.ts';
import type { Use } from './uses.ts';
import { isConditional, overrides } from './write-order.ts';

/** What is the same at every step of following a value: the code, and the functions that run in this binary. */
export interface Way {
  readonly program: GoProgram;
  readonly reached: readonly Located[];
}

/** The carrier whose uses are sorted. */
interface Carried {
  readonly kind: 'variable' | 'parameter' | 'field';
  readonly read: Located;
  /** What is wanted of it. */
  readonly path: readonly string[];
}

export interface SortedUses {
  /** What gives it the value, constants included. */
  readonly writes: readonly Use[];
  readonly constants: readonly Use[];
  /** The one that is no constant. */
  readonly source: Use | undefined;
  /** One that comes in its way (a second one, a conditional one): with it nobody can say what the value is. */
  readonly unclear: Use | undefined;
  /** Uses that only tell a log of the value, outside tests. */
  readonly logged: readonly Located[];
  /** Every other use that neither gives the value nor is the read that led here. */
  readonly others: readonly Located[];
}

/** Tells the writes of a value from its other uses. A constant beside a flag is the default before the flag's own. */
export function sortUses(
  way: Way,
  carried: Carried,
  uses: readonly Use[],
  initial: readonly Use[],
): SortedUses {
  const { kind, read, path } = carried;
  const possible = [...initial, ...uses].filter((use) => use.kind !== 'read' && reaches(use, path));
  const writes = running(
    way,
    possible.filter((use) => !inTest(use.whole)),
  );
  const isBound = writes.some((use) => use.kind === 'binding');
  const constants = writes.filter(
    (use) =>
      isConstant(way.program, use, path) || (isBound && constantGiven(way.program, use, path) !== undefined),
  );
  const [source, ...more] = writes.filter((use) => !constants.includes(use));
  const rival = more.find((use) => !isSameValue(source, use));
  const winning = source && constants.find((use) => kind === 'parameter' || overrides(use, source));
  const sometimes = writes.find((use) => isConditional(use, read));
  const unclear = sometimes ?? rival ?? winning ?? (source ? undefined : constants[1]);
  const bindings = writes.flatMap((use) => (use.kind === 'binding' ? use.registration : []));
  const rest = uses
    .filter((use) => !bindings.some((call) => isWithin(use.whole, call)))
    .filter((use) => !(writes.includes(use) || isApart(use, path)) && !isWithin(read, use.base ?? use.whole));
  const logged = rest.filter((use) => isToldToLog(way.program, use));
  const others = rest.filter((use) => !logged.includes(use));
  return { writes, constants, source, unclear, logged: logged.map(wholeOf), others: others.map(wholeOf) };
}

/** The writes of functions that run in this binary; all of them where none is known to. */
function running({ reached }: Way, writes: readonly Use[]): Use[] {
  const known = writes.filter(({ whole }) => {
    const isTopLevel = enclosingDeclaration(whole.node) === undefined;
    return isTopLevel || reached.some((one) => isWithin(whole, one));
  });
  return known.length > 0 ? known : [...writes];
}

/** A flag's default may name the variable that it is bound to; `*addr` is a use of `addr`. */
function isWithin(inner: Located, outer: Located): boolean {
  return inner.file.path === outer.file.path && within(inner.node, outer.node);
}

/** A parameter for which every caller passes the same. */
function isSameValue(a: Use | undefined, b: Use): boolean {
  return a?.value !== undefined && b.value?.node.text === a.value.node.text;
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
  return leavesOut(node, path.slice(use.path.length));
}

/**
 * The constant that a write gives: the value itself, or the one in `opts := server.Options{BindAddress: ":8080"}`. A flag that is
 * bound to it brings a default that takes its place.
 */
export function constantGiven(program: GoProgram, use: Use, path: readonly string[]): Located | undefined {
  if (use.kind !== 'write' || !use.value) return undefined;
  const { file, node } = use.value;
  const given = givenAt(node, path.slice(use.path.length));
  return given && isPlain(program, { file, node: given }) ? { file, node: given } : undefined;
}

/** What a literal says at a path. Inner literals say nothing else: it would be lost with them. */
function givenAt(node: Node, [key, ...rest]: readonly string[]): Node | undefined {
  if (key === undefined) return node;
  const element = elementsOf(node).find((it) => field(it, 'key')?.text === key);
  const value = element && unwrapped(elementValue(element));
  const isAlone = rest.length === 0 || (value !== undefined && elementsOf(value).length === 1);
  return value && isAlone ? givenAt(value, rest) : undefined;
}

/** The elements of a literal, or of the one whose address is taken. */
function elementsOf(node: Node): readonly Node[] {
  return children(field(literalOf(node), 'body'));
}

function literalOf(node: Node): Node | undefined {
  const inner = node.type === 'unary_expression' && node.text.startsWith('&') ? field(node, 'operand') : node;
  return inner?.type === 'composite_literal' ? inner : undefined;
}

function isPlain(program: GoProgram, { file, node }: Located): boolean {
  return node.type === 'true' || node.type === 'false' || constantString(program, file, node) !== undefined;
}

/** A literal that says nothing of the field at a path. What stands on the way to it is empty: nothing else is said there. */
function leavesOut(node: Node, [key, ...rest]: readonly string[]): boolean {
  if (!literalOf(node)) return false;
  const inner = elementsOf(node).find((element) => field(element, 'key')?.text === key);
  if (!inner) return true;
  const value = unwrapped(elementValue(inner));
  return (
    rest.length > 0 && value?.type === 'composite_literal' && children(field(value, 'body')).length === 0
  );
}

function isToldToLog(program: GoProgram, { kind, path, whole }: Use): boolean {
  return kind === 'read' && path.length === 0 && !inTest(whole) && isLogged(program, whole);
}

function wholeOf({ whole }: Use): Located {
  return whole;
}

function inTest(at: Located): boolean {
  return at.file.path.endsWith('_test.go');
}
