import { argumentsOf, callsNamed } from './calls.ts';
import { type FlagSet, flagSetOf, PFLAG } from './flag-set.ts';
import { importedNames } from './imported-names.ts';
import { field, type Located } from './node.ts';
import type { GoProgram } from './program.ts';
import type { Node } from './syntax.ts';
import { COBRA_COMMAND, importOf, sameType, typeOf } from './types.ts';

/** The call that reads the command line. */
export interface ParseSite extends Located {
  readonly set: FlagSet;
  /** `flag.Parse()`; `fs.Parse(os.Args[1:])`; `ff.Parse(fs, …)` of peterbourgon/ff; `cmd.Execute()` of cobra. */
  readonly form: 'library' | 'set' | 'ff' | 'cobra';
  /** Whether flags are read from environment variables too. */
  readonly env: boolean;
}

const COMPONENT_BASE_CLI = 'k8s.io/component-base/cli';

/** How the import of a library that reads the command line begins. */
const PARSERS = [
  '"flag"',
  `"${PFLAG}"`,
  '"github.com/spf13/cobra"',
  '"github.com/peterbourgon/ff',
  '"k8s.io/component-base/cli',
];

/** Libraries that read a command line in ways that are not supported yet, with the word for them. */
const OTHER_LIBRARIES: readonly (readonly [RegExp, string])[] = [
  // A command that is executed where nobody sees it.
  [/^github\.com\/spf13\/cobra$/, 'cobra'],
  [/^github\.com\/alecthomas\/kong$/, 'kong'],
  [/^github\.com\/urfave\/cli(\/v\d+)?$/, 'urfave/cli'],
  [/^github\.com\/spf13\/viper$/, 'viper'],
];

/** Calls that read the command line within the functions that run. */
export function parseSites(program: GoProgram, reached: readonly Located[]): ParseSite[] {
  return reached.flatMap(({ file, node }) => {
    const names = [...importedNames(file).values()].some((path) => FF.test(path)) ? /./ : READERS;
    return callsNamed(node, names).flatMap((call) => parseSite(program, { file, node: call }));
  });
}

/** Functions and methods that read the command line; those of peterbourgon/ff have many names. */
const READERS = /^(?:Parse|InitFlags|Run(?:NoErrOutput)?|Execute(?:Context)?C?)$/;
const FF = /^github\.com\/peterbourgon\/ff(\/v\d+)?$/;

/** Whether a text can hold a call that reads the command line: a prefilter, nothing more. */
export function mayParse(text: string): boolean {
  return (
    /\b(?:Parse|InitFlags|Execute\w*|Run\w*)\(/.test(text) && PARSERS.some((path) => text.includes(path))
  );
}

/** Another library for command lines that the files of these functions import. */
export function otherLibrary(reached: readonly Located[]): { name: string; at: Located } | undefined {
  for (const at of reached) {
    for (const importPath of importedNames(at.file).values()) {
      const found = OTHER_LIBRARIES.find(([pattern]) => pattern.test(importPath));
      if (found) return { name: found[1], at };
    }
  }
  return undefined;
}

function parseSite(program: GoProgram, call: Located): ParseSite[] {
  const called = field(call.node, 'function');
  const operand = field(called, 'operand');
  const name = field(called, 'field')?.text;
  if (called?.type !== 'selector_expression' || !operand || !name) return [];
  const importPath = importOf(program, { file: call.file, node: operand });
  if (importPath !== undefined && FF.test(importPath)) return parsedByFf(program, call);
  if (importPath === 'k8s.io/component-base/cli/flag' && name === 'InitFlags') {
    return [pflagSite(call, 'library', 'command-line')];
  }
  if (executesCommand(program, call, operand, name)) {
    return [pflagSite(call, 'cobra', 'command')];
  }
  if (name !== 'Parse') return [];
  const set = flagSetOf(program, { file: call.file, node: operand });
  const isLibrary = importPath === 'flag' || importPath === PFLAG;
  return set ? [{ ...call, set, form: isLibrary ? 'library' : 'set', env: false }] : [];
}

function pflagSite(call: Located, form: ParseSite['form'], origin: FlagSet['origin']): ParseSite {
  return { ...call, form, env: false, set: { library: 'pflag', origin, made: undefined } };
}

function parsedByFf(program: GoProgram, call: Located): ParseSite[] {
  const first = argumentsOf(call.node)[0];
  const set = first && flagSetOf(program, { file: call.file, node: first });
  return set ? [{ ...call, set, form: 'ff', env: call.node.text.includes('WithEnvVar') }] : [];
}

/** `rootCmd.Execute()`, `cmd.ExecuteContext(ctx)`, and `cli.Run(command)` of component-base, which does the same. */
function executesCommand(program: GoProgram, { file, node }: Located, operand: Node, name: string): boolean {
  const isRun =
    /^Run(?:NoErrOutput)?$/.test(name) && importOf(program, { file, node: operand }) === COMPONENT_BASE_CLI;
  const command = isRun ? argumentsOf(node)[0] : /^Execute(?:Context)?C?$/.test(name) ? operand : undefined;
  return command !== undefined && sameType(typeOf(program, { file, node: command }), COBRA_COMMAND);
}
