import { argumentsOf, callsNamed } from './calls.ts';
import { type Declaration, lookUp, resolve } from './declarations.ts';
import { type FlagSet, flagSetOf } from './flag-set.ts';
import { field, type Located, stringValue, unwrapped } from './node.ts';
import type { GoProgram } from './program.ts';
import type { GoFile, Node } from './syntax.ts';
import { importOf, initialValue } from './types.ts';

/** One flag, registered by a call such as `fs.StringVar(&x, "name", "default", "usage")`. */
export interface FlagRegistration extends Located {
  /** Without dashes. undefined where the name is no constant. */
  readonly name: string | undefined;
  /** The default where it is a constant string. */
  readonly default: string | undefined;
  /** The expression for the default. */
  readonly value: Node | undefined;
  /** Where the default is written if it is what the flag's own variable held before: `fs.StringVar(&o.addr, "addr", o.addr, …)`. */
  readonly written?: Located;
  readonly set: FlagSet;
  /** The expression before the method: `fs`, `pflag.CommandLine`, `flag`. */
  readonly receiver: Node;
  /** What the flag is bound to: the operand of `&`. undefined for forms that return a pointer, or take a value. */
  readonly target: Node | undefined;
}

/** Methods that register a flag. `Var` and the `…Var…` forms take the name second, the others first. */
const METHODS =
  /^(?:(?:String|Bool|U?[Ii]nt(?:8|16|32|64)?|Uint|Float(?:32|64)|Duration|Count|Text|IP|IPNet|IPMask|BytesHex|BytesBase64|String(?:Slice|Array|ToString|ToInt|ToInt64)|(?:Bool|Int|Int32|Int64|Uint|Float32|Float64|Duration|IP)Slice|U?int)?(?:Var)?P?|Func|BoolFunc|FuncP|BoolFuncP)$/;

/** Reads a call as the registration of a flag; undefined for every other call. */
export function registrationOf(program: GoProgram, call: Located): FlagRegistration | undefined {
  const called = field(call.node, 'function');
  const receiver = field(called, 'operand');
  const method = field(called, 'field')?.text ?? '';
  if (called?.type !== 'selector_expression' || !receiver || method === '' || !METHODS.test(method))
    return undefined;
  const set = flagSetOf(program, { file: call.file, node: receiver });
  if (!set) return undefined;
  const given = argumentsOf(call.node);
  const first = /Var/.test(method) ? 1 : 0;
  const value = given[first + (method.endsWith('P') ? 2 : 1)];
  return {
    ...call,
    set,
    receiver,
    name: constantString(program, call.file, given[first]),
    value,
    default: method.startsWith('String') ? constantString(program, call.file, value) : undefined,
    target: first === 1 ? operandOfAddress(given[0]) : undefined,
  };
}

/** All registrations in a file, in source order. */
export function registrationsIn(
  program: GoProgram,
  file: GoFile,
  scope: Node = file.root,
): FlagRegistration[] {
  return callsNamed(scope, METHODS).flatMap((node) => registrationOf(program, { file, node }) ?? []);
}

/** A string that is written in the repository: a literal, a name that stands for one, or several put together. */
export function constantString(
  program: GoProgram,
  file: GoFile,
  node: Node | undefined,
  depth = 8,
): string | undefined {
  if (!node || depth === 0) return undefined;
  const expression = unwrapped(node);
  switch (expression.type) {
    case 'identifier':
      return constantValue(program, resolve(program, { file, node: expression }), depth);
    case 'selector_expression':
      return constantValue(program, importedName(program, { file, node: expression }), depth);
    case 'binary_expression': {
      if (field(expression, 'operator')?.text !== '+') return undefined;
      const parts = ['left', 'right'].map((side) =>
        constantString(program, file, field(expression, side), depth - 1),
      );
      return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
    }
    default:
      return stringValue(expression);
  }
}

/** `depth` ends constants that are made of each other. */
function constantValue(
  program: GoProgram,
  declaration: Declaration | undefined,
  depth: number,
): string | undefined {
  const value = declaration?.kind === 'constant' ? initialValue(declaration) : undefined;
  return declaration && constantString(program, declaration.file, value, depth - 1);
}

function importedName(program: GoProgram, { file, node }: Located): Declaration | undefined {
  const operand = field(node, 'operand');
  const importPath = operand && importOf(program, { file, node: operand });
  const goPackage = importPath === undefined ? undefined : program.packageByImport(importPath);
  return goPackage && lookUp(program, goPackage, field(node, 'field')?.text ?? '');
}

function operandOfAddress(node: Node | undefined): Node | undefined {
  return node?.type === 'unary_expression' && node.text.startsWith('&') ? field(node, 'operand') : undefined;
}
