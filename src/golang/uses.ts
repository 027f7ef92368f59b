import { argumentsOf, callWithArgument, parameterFor } from './calls.ts';
import type { Declaration } from './declarations.ts';
import { type FlagRegistration, registrationOf } from './flag-registration.ts';
import { ancestor, children, elementValue, field, type Located } from './node.ts';
import type { GoProgram } from './program.ts';
import { type FieldUse, referencesTo, usesOfField } from './references.ts';
import type { Node } from './syntax.ts';
import { calleeOf, type FieldName } from './types.ts';

interface UseOf {
  /** The largest expression or statement that is this use: `opts.Metrics.BindAddress`, the assignment, the keyed element. */
  readonly whole: Located;
  /** The fields taken: `['Metrics', 'BindAddress']` for `opts.Metrics.BindAddress = x`. */
  readonly path: readonly string[];
  /** The expression itself, e.g. `opts.Metrics.BindAddress`. */
  readonly base?: Located;
  readonly value?: Located;
}

/** How a variable or field is used. */
export type Use =
  | (UseOf & { readonly kind: 'read' })
  | (UseOf & { readonly kind: 'write' })
  /** Bound to a flag: `fs.StringVar(&x, …)`. */
  | (UseOf & { readonly kind: 'binding'; readonly registration: FlagRegistration })
  /** Its address goes to code outside the repository, which may write to it. */
  | (UseOf & { readonly kind: 'escape' });

/** Uses of a variable or parameter. Pointers are followed into functions and methods of the repository. */
export function declarationUses(program: GoProgram, declaration: Declaration, depth = 4): Use[] {
  return referencesTo(program, declaration).flatMap(({ file, node }) => {
    const whole = node.parent?.type === 'selector_expression' && field(node.parent, 'field')?.id === node.id;
    return usesOf(program, { file, node: whole && node.parent ? node.parent : node }, depth);
  });
}

/** Uses of a struct field. Where a type is not certain the use counts as a read, so that the field stays. */
export function fieldUses(program: GoProgram, named: FieldName): Use[] {
  return usesOfField(program, named).flatMap((use) =>
    use.kind === 'key' ? [keyUse(use)] : selectorUse(program, use),
  );
}

function keyUse({ file, whole, certain }: FieldUse): Use {
  const at = { whole: { file, node: whole }, path: [] };
  return certain
    ? { ...at, kind: 'write', value: { file, node: elementValue(whole) } }
    : { ...at, kind: 'read' };
}

function selectorUse(program: GoProgram, { file, whole, certain }: FieldUse): Use[] {
  return certain
    ? usesOf(program, { file, node: whole }, 4)
    : [{ kind: 'read', whole: { file, node: whole }, base: { file, node: whole }, path: [] }];
}

function usesOf(program: GoProgram, { file, node }: Located, depth: number): Use[] {
  const { node: base, path } = outermost(node);
  const at = { base: { file, node: base }, path };
  const located = (whole: Node) => ({ ...at, whole: { file, node: whole } });
  const assignment = assignedBy(base);
  if (assignment)
    return [{ ...located(assignment.statement), kind: 'write', ...valueIn(file, assignment.value) }];
  const method = methodCall(base);
  if (method) return throughMethod(program, { file, node: method }, located(base), depth);
  const address =
    base.parent?.type === 'unary_expression' && base.parent.text.startsWith('&') ? base.parent : undefined;
  const call = callWithArgument(address ?? base);
  if (!call) return [{ ...located(base), kind: 'read' }];
  const registration = address && registrationOf(program, { file, node: call });
  if (registration?.target?.startIndex === base.startIndex) {
    return [{ ...located(registration.node), kind: 'binding', registration }];
  }
  if (!address && isBoundPointer(program, { file, node: call }, base))
    return [{ ...located(base), kind: 'escape' }];
  return throughArgument(program, { file, node: call }, address ?? base, located(base), depth);
}

/** `fs.StringVar(addr, …)` where `addr` is a pointer: the flag writes to it, and not through a name that can be followed. */
function isBoundPointer(program: GoProgram, call: Located, argument: Node): boolean {
  const isBinding = /Var/.test(field(field(call.node, 'function'), 'field')?.text ?? '');
  const isFirst = argumentsOf(call.node)[0]?.id === argument.id;
  return isBinding && isFirst && registrationOf(program, call) !== undefined;
}

function valueIn(file: Located['file'], value: Node | undefined): { value?: Located } {
  return value ? { value: { file, node: value } } : {};
}

/** Climbs `x` to `x.A.B`. The name of a method that is called is not part of it. */
function outermost(node: Node): { node: Node; path: string[] } {
  const path: string[] = [];
  let at = node;
  for (let parent = at.parent; parent; parent = at.parent) {
    const isOperand =
      parent.type === 'selector_expression' && field(parent, 'operand')?.startIndex === at.startIndex;
    const isDereference = parent.type === 'unary_expression' && parent.text.startsWith('*');
    if (isOperand && !isCalled(parent)) path.push(field(parent, 'field')?.text ?? '');
    else if (!(isDereference || parent.type === 'parenthesized_expression')) break;
    at = parent;
  }
  return { node: at, path };
}

function isCalled(node: Node): boolean {
  return node.parent?.type === 'call_expression' && field(node.parent, 'function')?.id === node.id;
}

/** The assignment that sets exactly this expression, with the value that belongs to it. */
function assignedBy(node: Node): { statement: Node; value: Node | undefined } | undefined {
  const list = node.parent;
  const statement = list?.parent;
  if (list?.type !== 'expression_list' || statement?.type !== 'assignment_statement') return undefined;
  if (field(statement, 'left')?.id !== list.id) return undefined;
  const index = children(list).findIndex((one) => one.id === node.id);
  const values = children(field(statement, 'right'));
  const value = field(statement, 'operator')?.text === '=' ? values[index] : undefined;
  return { statement, value: values.length === children(list).length ? value : undefined };
}

/** `x.Method(…)`: the call. */
function methodCall(base: Node): Node | undefined {
  const selector = base.parent;
  if (selector?.type !== 'selector_expression' || field(selector, 'operand')?.startIndex !== base.startIndex)
    return undefined;
  return isCalled(selector) ? (ancestor(selector, ['call_expression']) ?? undefined) : undefined;
}

function throughMethod(program: GoProgram, call: Located, at: UseOf, depth: number): Use[] {
  const receiver = depth > 0 && calleeOf(program, call) ? parameterFor(program, call, call.node) : undefined;
  const inside = receiver ? writesTo(program, receiver, at.path, depth) : [];
  return [{ ...at, kind: 'read' }, ...inside];
}

function throughArgument(program: GoProgram, call: Located, argument: Node, at: UseOf, depth: number): Use[] {
  const isAddress = argument.text.startsWith('&');
  const parameter = depth > 0 ? parameterFor(program, call, argument) : undefined;
  if (parameter) {
    const inside = writesTo(program, parameter, at.path, depth);
    return [{ ...at, kind: 'read' }, ...inside];
  }
  return [{ ...at, kind: isAddress && !calleeOf(program, call) ? 'escape' : 'read' }];
}

/** Writes to (parts of) what a pointer parameter points to, seen from the caller. */
function writesTo(
  program: GoProgram,
  parameter: Declaration,
  prefix: readonly string[],
  depth: number,
): Use[] {
  const type = field(parameter.owner, 'type')?.type;
  if (type !== 'pointer_type') return [];
  return declarationUses(program, parameter, depth - 1)
    .filter((use) => use.kind !== 'read')
    .map((use) => ({ ...use, path: [...prefix, ...use.path] }));
}
