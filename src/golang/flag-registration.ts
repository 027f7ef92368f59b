import { argumentsOf } from './calls.ts';
import { resolve } from './declarations.ts';
import { type FlagSet, flagSetOf } from './flag-set.ts';
import { descendants, field, type Located, stringValue, unwrapped } from './node.ts';
import type { GoProgram } from './program.ts';
import type { GoFile, Node } from './syntax.ts';
import { initialValue } from './types.ts';

/** One flag, registered by a call such as `fs.StringVar(&x, "name", "default", "usage")`. */
export interface FlagRegistration extends Located {
  /** Without dashes. undefined where the name is no constant. */
  readonly name: string | undefined;
  /** The default where it is a constant string. */
  readonly default: string | undefined;
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
  return descendants(scope, 'call_expression').flatMap(
    (node) => registrationOf(program, { file, node }) ?? [],
  );
}

/** A string literal, or a name of the repository that stands for one. */
export function constantString(program: GoProgram, file: GoFile, node: Node | undefined): string | undefined {
  if (!node) return undefined;
  const literal = stringValue(unwrapped(node));
  if (literal !== undefined || node.type !== 'identifier') return literal;
  const declaration = resolve(program, { file, node });
  return declaration?.kind === 'constant' ? stringValue(initialValue(declaration)) : undefined;
}

function operandOfAddress(node: Node | undefined): Node | undefined {
  return node?.type === 'unary_expression' && node.text.startsWith('&') ? field(node, 'operand') : undefined;
}
