import type { Problem } from '../repository/problem.ts';
import { positionAt } from '../repository/source-file.ts';
import { otherLibrary, type ParseSite } from './command-line.ts';
import { type Candidate, shareOneFlag } from './manager-candidates.ts';
import type { Adoption } from './manager-source.ts';
import type { Located } from './node.ts';
import type { Carrier, Trace } from './trace.ts';

/** What is known when a manager is judged. */
interface Judged {
  readonly candidates: readonly Candidate[];
  readonly call: Located;
  readonly trace: Trace;
  readonly adoption: Adoption;
  readonly reached: readonly Located[];
  readonly sites: readonly ParseSite[];
  readonly configured: string | undefined;
}

const RECIPE =
  'By hand: register flags.AddManagerOptions on the pflag.FlagSet that is parsed, call flags.GetManagerOptions after parsing, and give its second result to the manager as Metrics.';

const SUPPORTED = "Supported are Go's flag package, pflag, cobra and peterbourgon/ff.";

/** No obstacle where nothing but the options in the code and the file itself have to change. */
export const CONFIGURED_ADDRESS = 'configured-metrics-address';

/** Where the recipe is too long for a hint. */
function explained(code: string): string {
  return `diag-codemod explain ${code} shows how, and what to write by hand.`;
}

/** Why a manager cannot be migrated, with the place; undefined where it can. A manager that has adopted an API has none. */
export function problemWith(judged: Judged): Problem | undefined {
  if (judged.adoption !== 'none') return undefined;
  return (
    severalManagers(judged) ??
    passedOn(judged) ??
    configuredAddress(judged) ??
    unsupportedLibrary(judged) ??
    computedAddress(judged)
  );
}

function severalManagers({ candidates }: Judged): Problem | undefined {
  const second = candidates[1];
  if (!second || shareOneFlag(candidates)) return undefined;
  return {
    code: 'several-managers-in-one-binary',
    ...placeOf(second.call),
    reason:
      'one binary makes more than one controller manager, and they are no commands of one program that share one metrics flag',
    hint: `Make each in a function of its own, with the address of one flag, or switch the metrics of all but one off. ${explained('several-managers-in-one-binary')}`,
  };
}

function passedOn({ call }: Judged): Problem | undefined {
  if (call.node.type === 'call_expression') return undefined;
  return {
    code: 'manager-made-indirectly',
    ...placeOf(call),
    reason: `${call.node.text} is passed on as a value, so its options cannot be seen`,
    hint: `Supported is a call of ${call.node.text}. ${RECIPE}`,
  };
}

function unsupportedLibrary({ reached, sites, trace, call }: Judged): Problem | undefined {
  const other = otherLibrary(reached);
  if (other && sites.length === 0) {
    const code = `unsupported-flags-${other.name.replaceAll('/', '-')}`;
    const field = addressField(trace);
    return {
      code,
      ...placeOf(field ?? other.at),
      reason: `the command line is read by ${other.name}${field ? `, which fills ${field.node.text} of this struct` : ''}`,
      hint: `${SUPPORTED} ${explained(code)}`,
    };
  }
  if (sites.length > 0 || trace.origin.kind === 'computed') return undefined;
  return {
    code: 'no-command-line',
    ...placeOf(call),
    reason:
      'no call that reads the command line (flag.Parse, pflag.Parse, ff.Parse, Execute of a command) is reached from func main',
    hint: `${SUPPORTED} ${RECIPE}`,
  };
}

/** The field that the address is read from, where nothing in the repository writes to it: a library does, by its tag. */
function addressField({ hops }: Trace): Located | undefined {
  const last = hops.filter((hop): hop is Carrier => hop.kind === 'field').at(-1);
  return last?.writes.length === 0 ? last.field?.declared : undefined;
}

function configuredAddress({ configured, call }: Judged): Problem | undefined {
  if (configured === undefined) return undefined;
  return {
    code: CONFIGURED_ADDRESS,
    ...placeOf(call),
    reason: `the metrics address comes out of a configuration file (${configured} takes it from there), which no flag can replace`,
    hint: explained('configured-metrics-address'),
  };
}

function computedAddress({ trace }: Judged): Problem | undefined {
  if (trace.origin.kind !== 'computed') return undefined;
  const { at } = trace.origin;
  if (at.node.type === 'assignment_statement') return overriddenAddress(at);
  const isBound = at.node.type === 'call_expression' && /^[^(]*\.\w*VarP?\(\s*&/.test(at.node.text);
  const way = isBound
    ? 'Bind the flag to a variable of its own, and fill that into the options after parsing.'
    : 'Supported is an address that one flag gives, through variables, parameters and struct fields.';
  return {
    code: 'computed-metrics-address',
    ...placeOf(at),
    reason: `the metrics address comes from ${shortened(at.node.text)}, which is no flag, variable or constant that can be followed`,
    hint: `${way} ${explained('computed-metrics-address')}`,
  };
}

function overriddenAddress(at: Located): Problem {
  return {
    code: 'computed-metrics-address',
    ...placeOf(at),
    reason: `the metrics address is also set by ${shortened(at.node.text)}, beside the flag that gives it`,
    hint: `Take it out, or let it set DiagnosticsAddress of the new options by hand ("0" switches the metrics off). ${explained('computed-metrics-address')}`,
  };
}

function placeOf({ file, node }: Located): Pick<Problem, 'file' | 'line' | 'column'> {
  return { file: file.path, ...positionAt(file.text, node.startIndex) };
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 57)}...` : line);
}
