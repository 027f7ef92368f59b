import { adoptionOf } from './adoption.ts';
import { binaryImports, flagNamesOf } from './binary.ts';
import { argumentsOf } from './calls.ts';
import { type ParseSite, parseSites } from './command-line.ts';
import { takesConfiguredAddress } from './configured-address.ts';
import type { FlagRegistration } from './flag-registration.ts';
import { type Candidate, constantOf, type SortedCandidates, sortCandidates } from './manager-candidates.ts';
import { problemWith } from './manager-problem.ts';
import type { ManagerSource, MetricsFlag } from './manager-source.ts';
import { descendants, type Located, stringValue } from './node.ts';
import type { GoPackage, GoProgram } from './program.ts';
import type { Node } from './syntax.ts';
import { type Trace, traceValue } from './trace.ts';

/**
 * Everything about one manager. `reached` are the functions that run from `main` on, `makers` the calls (or mentions)
 * of NewManager in them. What cannot be migrated is described too: it carries a problem.
 */
export function describeManager(
  program: GoProgram,
  main: Located,
  reached: readonly Located[],
  makers: readonly Located[],
): ManagerSource[] {
  const home = program.packageOf(main.file.path);
  if (!home) return [];
  const [maker, ...more] = makers.map((call) => ({ call, trace: metricsTrace(program, call, reached) }));
  if (!maker) return [];
  const candidates = sortCandidates([maker, ...more]);
  const binary = { program, main, home, reached, sites: parseSites(program, reached), candidates };
  const sources = candidates.serving.map((one) => describeCall(binary, one));
  const first = sources.find(({ adoption }) => adoption === 'none') ?? sources[0];
  return first ? [withLazyParts({ ...first, siblings: sources.filter((one) => one !== first) }, binary)] : [];
}

interface Binary {
  readonly program: GoProgram;
  readonly main: Located;
  readonly home: GoPackage;
  readonly reached: readonly Located[];
  readonly sites: readonly ParseSite[];
  readonly candidates: SortedCandidates;
}

type Described = Omit<ManagerSource, 'flagNames' | 'binaryImports' | 'siblings'>;

/** The file that takes the address out of a configuration. */
function configuredBy(
  program: GoProgram,
  main: Located,
  { at, filledIn }: { readonly at: Located; readonly filledIn?: boolean },
): string | undefined {
  return takesConfiguredAddress(program, main.file.path) ?? (filledIn ? at.file.path : undefined);
}

function describeCall(binary: Binary, { call, trace }: Candidate): Described {
  const { program, main, home, reached, sites, candidates } = binary;
  const parse = chosenSite(sites);
  const adoption = adoptionOf(program, reached, trace);
  const { origin } = trace;
  const configured = origin.kind === 'computed' ? configuredBy(program, main, origin) : undefined;
  return {
    entryPoint: main.file.path,
    packageDirectory: home.directory,
    module: home.module,
    mainFunction: main,
    adoption,
    parser: parse?.set.library ?? 'pflag',
    metricsFlags: trace.origin.kind === 'flag' ? metricsFlag(trace.origin.registration) : [],
    envFlags: parse?.env ?? false,
    constantAddress: constantOf(trace),
    configured,
    problem: problemWith({
      candidates: candidates.serving,
      call,
      trace,
      adoption,
      reached,
      sites,
      configured,
    }),
    program,
    reached,
    call,
    trace,
    silent: candidates.silent,
    parse,
  };
}

/** What needs the whole binary's code is found out only when somebody asks. */
function withLazyParts(
  source: Described & { readonly siblings: readonly Described[] },
  binary: Binary,
): ManagerSource {
  const { program, main } = binary;
  let names: ReadonlySet<string> | undefined;
  let imports: readonly string[] | undefined;
  return {
    ...source,
    get siblings() {
      return source.siblings.map((one) => withLazyParts({ ...one, siblings: [] }, binary));
    },
    get flagNames() {
      names ??= flagNamesOf(program, main.file.path);
      return names;
    },
    get binaryImports() {
      imports ??= binaryImports(program, main.file.path);
      return imports;
    },
  };
}

/** controller-runtime ≥ 0.16 has `Metrics.BindAddress`, older ones `MetricsBindAddress` (facts B). */
const PATHS = [['Metrics', 'BindAddress'], ['MetricsBindAddress']] as const;

function metricsTrace(program: GoProgram, call: Located, reached: readonly Located[]): Trace {
  const options = call.node.type === 'call_expression' ? argumentsOf(call.node)[1] : undefined;
  if (!options) return { hops: [], origin: { kind: 'computed', at: call } };
  const traces = PATHS.map((path) => traceValue(program, { file: call.file, node: options }, path, reached));
  const [newer, older] = traces as [Trace, Trace];
  return newer.origin.kind === 'zero' && older.origin.kind !== 'zero' ? older : newer;
}

/** Several calls of one form on one set (a retry, a test hook) are one; else nobody can say which reads the flags. */
function chosenSite(sites: readonly ParseSite[]): ParseSite | undefined {
  return sites.find((site) => site.set.library === 'pflag') ?? sites[0];
}

function metricsFlag(registration: FlagRegistration): MetricsFlag[] {
  if (registration.name === undefined) return [];
  const { file, node } = registration;
  return [
    {
      name: registration.name,
      default: registration.default,
      fallback: registration.default === undefined ? addressWithin(registration.value) : undefined,
      path: file.path,
      start: node.startIndex,
      end: node.endIndex,
    },
  ];
}

function addressWithin(value: Node | undefined): string | undefined {
  const texts = value ? descendants(value, LITERALS).map(stringValue) : [];
  const [address, ...more] = texts.filter((text) => text !== undefined && /^[\w.:[\]-]*:\d{1,5}$/.test(text));
  return more.length === 0 ? address : undefined;
}

const LITERALS = ['interpreted_string_literal', 'raw_string_literal'];
