import { argumentsFor } from './calls.ts';
import { resolve } from './declarations.ts';
import { children, field, type Located, unwrapped } from './node.ts';
import type { GoProgram } from './program.ts';
import { COBRA_COMMAND, importOf, initialValue, sameType, typeOf } from './types.ts';

export const PFLAG = 'github.com/spf13/pflag';

/** `flag`: Go's own library. Both read `--name=value`; only Go's own reads `-name`. */
export type FlagLibrary = 'flag' | 'pflag';

/** A set of flags, and where it comes from. */
export interface FlagSet {
  readonly library: FlagLibrary;
  /**
   * `command-line`: the library's `CommandLine`; `private`: made by `NewFlagSet`; `command`: the flags of a command of cobra, which
   * always accepts pflag's `CommandLine` too; `unknown`: not followed so far.
   */
  readonly origin: 'command-line' | 'private' | 'command' | 'unknown';
  /** The call of `NewFlagSet`, where the set is private. */
  readonly made: Located | undefined;
}

export function libraryOf(importPath: string | undefined): FlagLibrary | undefined {
  if (importPath === 'flag') return 'flag';
  return importPath === PFLAG ? 'pflag' : undefined;
}

/** The flag set that the expression before `.StringVar` or `.Parse` means: a library itself, or a value of its type. */
export function flagSetOf(program: GoProgram, expression: Located): FlagSet | undefined {
  const imported = libraryOf(importOf(program, expression));
  if (imported) return { library: imported, origin: 'command-line', made: undefined };
  const type = typeOf(program, expression);
  const library = type?.name === 'FlagSet' ? libraryOf(type.importPath) : undefined;
  return library && { library, ...originOf(program, expression, 8) };
}

/** Follows variables and parameters; `depth` bounds a chain of functions that call each other. */
function originOf(program: GoProgram, { file, node }: Located, depth: number): Omit<FlagSet, 'library'> {
  const unknown = { origin: 'unknown', made: undefined } as const;
  const expression = unwrapped(node);
  if (depth === 0) return unknown;
  if (expression.type === 'selector_expression' && field(expression, 'field')?.text === 'CommandLine') {
    return { origin: 'command-line', made: undefined };
  }
  if (expression.type === 'call_expression') {
    const made = { file, node: expression };
    return isNewFlagSet(program, made)
      ? { origin: 'private', made }
      : { origin: isOfCommand(program, made) ? 'command' : 'unknown', made: undefined };
  }
  const declaration =
    expression.type === 'identifier' ? resolve(program, { file, node: expression }) : undefined;
  if (declaration?.kind === 'parameter') {
    const [argument] = argumentsFor(program, declaration);
    return argument ? originOf(program, argument, depth - 1) : unknown;
  }
  const value = declaration && initialValue(declaration);
  return value ? originOf(program, { file: declaration.file, node: value }, depth - 1) : unknown;
}

/** `cmd.Flags()`, `rootCmd.PersistentFlags()`. */
function isOfCommand(program: GoProgram, { file, node }: Located): boolean {
  const operand = field(field(node, 'function'), 'operand');
  return operand !== undefined && sameType(typeOf(program, { file, node: operand }), COBRA_COMMAND);
}

function isNewFlagSet(program: GoProgram, { file, node }: Located): boolean {
  const called = field(node, 'function');
  const operand = field(called, 'operand');
  if (!operand || field(called, 'field')?.text !== 'NewFlagSet') return false;
  return (
    libraryOf(importOf(program, { file, node: operand })) !== undefined &&
    children(field(node, 'arguments')).length > 0
  );
}
