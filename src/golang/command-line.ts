import { argumentsOf } from './calls.ts';
import { type FlagSet, flagSetOf, PFLAG } from './flag-set.ts';
import { importedNames } from './imported-names.ts';
import { descendants, field, type Located } from './node.ts';
import type { GoProgram } from './program.ts';
import { importOf } from './types.ts';

/** The call that reads the command line. */
export interface ParseSite extends Located {
  readonly set: FlagSet;
  /** `flag.Parse()`; `fs.Parse(os.Args[1:])`; `ff.Parse(fs, …)` of peterbourgon/ff. */
  readonly form: 'library' | 'set' | 'ff';
  /** Whether flags are read from environment variables too. */
  readonly env: boolean;
}

/** Libraries that read a command line in ways that are not supported yet, with the word for them. */
const OTHER_LIBRARIES: readonly (readonly [RegExp, string])[] = [
  [/^github\.com\/spf13\/cobra$/, 'cobra'],
  [/^github\.com\/alecthomas\/kong$/, 'kong'],
  [/^github\.com\/urfave\/cli(\/v\d+)?$/, 'urfave/cli'],
  [/^github\.com\/spf13\/viper$/, 'viper'],
];

/** Calls that read the command line within the functions that run. */
export function parseSites(program: GoProgram, reached: readonly Located[]): ParseSite[] {
  return reached.flatMap(({ file, node }) =>
    descendants(node, 'call_expression').flatMap((call) => parseSite(program, { file, node: call })),
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
  if (importPath !== undefined && /^github\.com\/peterbourgon\/ff(\/v\d+)?$/.test(importPath))
    return parsedByFf(program, call);
  if (importPath === 'k8s.io/component-base/cli/flag' && name === 'InitFlags') {
    return [
      {
        ...call,
        form: 'library',
        env: false,
        set: { library: 'pflag', origin: 'command-line', made: undefined },
      },
    ];
  }
  if (name !== 'Parse') return [];
  const set = flagSetOf(program, { file: call.file, node: operand });
  const isLibrary = importPath === 'flag' || importPath === PFLAG;
  return set ? [{ ...call, set, form: isLibrary ? 'library' : 'set', env: false }] : [];
}

function parsedByFf(program: GoProgram, call: Located): ParseSite[] {
  const first = argumentsOf(call.node)[0];
  const set = first && flagSetOf(program, { file: call.file, node: first });
  return set ? [{ ...call, set, form: 'ff', env: call.node.text.includes('WithEnvVar') }] : [];
}
