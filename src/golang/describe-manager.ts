import { adoptionOf } from './adoption.ts';
import { binaryImports, flagNamesOf } from './binary.ts';
import { argumentsOf } from './calls.ts';
import { type ParseSite, parseSites } from './command-line.ts';
import type { FlagRegistration } from './flag-registration.ts';
import { problemWith } from './manager-problem.ts';
import type { ManagerSource, MetricsFlag } from './manager-source.ts';
import type { Located } from './node.ts';
import type { GoProgram } from './program.ts';
import { type Trace, traceValue } from './trace.ts';

/** A call that makes a manager, with the way of its metrics address. */
interface Candidate {
  readonly call: Located;
  readonly trace: Trace;
}

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
  const candidates = makers.map((call) => ({ call, trace: metricsTrace(program, call, reached) }));
  const deployed = candidates.filter(({ trace }) => constantOf(trace) !== '0');
  const [{ call, trace }] = (deployed.length > 0 ? deployed : candidates) as [Candidate];
  const sites = parseSites(program, reached);
  const parse = chosenSite(sites);
  const adoption = adoptionOf(program, reached, trace);
  const source = {
    entryPoint: main.file.path,
    packageDirectory: home.directory,
    module: home.module,
    mainFunction: main,
    adoption,
    parser: parse?.set.library ?? 'pflag',
    metricsFlags: trace.origin.kind === 'flag' ? metricsFlag(trace.origin.registration) : [],
    envFlags: parse?.env ?? false,
    constantAddress: constantOf(trace),
    problem: problemWith({ candidates: deployed, call, trace, adoption, reached, sites }),
    program,
    reached,
    call,
    trace,
    parse,
  } as const;
  return [withLazyParts(source, program, main)];
}

/** What needs the whole binary's code is found out only when somebody asks. */
function withLazyParts(
  source: Omit<ManagerSource, 'flagNames' | 'binaryImports'>,
  program: GoProgram,
  main: Located,
): ManagerSource {
  let names: ReadonlySet<string> | undefined;
  let imports: readonly string[] | undefined;
  return {
    ...source,
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

function constantOf({ origin }: Trace): string | undefined {
  return origin.kind === 'constant' ? origin.value : undefined;
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
      path: file.path,
      start: node.startIndex,
      end: node.endIndex,
    },
  ];
}
