import { type Argument, argumentsOf } from '../../kubernetes/arguments.ts';
import { branchAt } from '../../kubernetes/chart-branches.ts';
import { scalarAt, valueAlone } from '../../kubernetes/chart-values.ts';
import { quoteLike, removeItems, replaceItems } from '../../kubernetes/list-splices.ts';
import { isShell } from '../../kubernetes/shell-script.ts';
import { type Splice, startOf } from '../../kubernetes/splice.ts';
import type { YamlFile } from '../../kubernetes/yaml-file.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Repository } from '../../repository/repository.ts';
import type { SourceFile } from '../../repository/source-file.ts';
import {
  type AddressArgument,
  type ArgumentList,
  addressText,
  type ChartEndpoint,
  chartEndpointsOf,
  valueChange,
} from '../chart-endpoints.ts';
import { secondDash } from './container-plan.ts';
import { commentsAbove, commentsBeside } from './old-comments.ts';
import { argumentsBehindProxy, goneFlags, wantedArguments } from './wanted-arguments.ts';

/** A splice and the file it is for: a template, or values.yaml. */
export interface ChartSplice {
  readonly file: SourceFile;
  readonly splice: Splice;
}

/**
 * The arguments in Helm templates and in the lists of values that they print. A chart pins the image of the last
 * release: arguments are replaced there, never added, since the flags' own defaults are secure.
 */
export function planCharts(repository: Repository, decision: Decision): readonly ChartSplice[] {
  return chartEndpointsOf(repository, decision)
    .filter(({ template }) => template.container && !isShell(template.container))
    .flatMap(planEndpoint);
}

function planEndpoint(endpoint: ChartEndpoint): readonly ChartSplice[] {
  const values = endpoint.proxy?.obstacle ? [] : endpoint.values;
  return [
    ...endpoint.lists.flatMap(({ file, ...list }) =>
      planList(endpoint, { file, ...list }).map((splice) => ({ file, splice })),
    ),
    ...values.map(({ file, splice }) => ({ file, splice })),
    ...secureValues(endpoint),
  ];
}

function planList(endpoint: ChartEndpoint, list: ArgumentList): readonly Splice[] {
  const { decision } = endpoint;
  const { file, addresses } = list;
  const branches = addresses.map(({ argument }) =>
    branchAt(file.text, startOf(argument.list.node), argument.item.start),
  );
  const replaced = addresses.flatMap((address, index) =>
    branches.indexOf(branches[index] ?? '') === index
      ? replaceAddress(endpoint, list, address)
      : [removeItems(file, address.argument.list, address.argument.index, lastIndexOf(address.argument))],
  );
  const others = argumentsOf(list.list).filter(
    (argument) => !addresses.some((it) => it.argument.index === argument.index),
  );
  const gone = others.filter((argument) => goneFlags(decision).has(argument.name));
  const removed = gone.map((argument) =>
    removeItems(file, argument.list, argument.index, lastIndexOf(argument)),
  );
  const kept = others.filter((argument) => !gone.includes(argument));
  const insecure = kept
    .filter((argument) => isInsecure(decision, argument))
    .map((it) => replaceInsecure(endpoint, file, it));
  const dashes = decision.becomesPflag ? kept.flatMap(secondDash) : [];
  return [...replaced, ...removed, ...insecure.flat(), ...dashes];
}

function lastIndexOf({ index, valueItem }: Argument): number {
  return valueItem ? index + 1 : index;
}

/** One argument that names the address, in its place. */
function replaceAddress(
  endpoint: ChartEndpoint,
  { file }: ArgumentList,
  { argument, address }: AddressArgument,
): Splice[] {
  const { list, index, item } = argument;
  const wanted = wantedFor(endpoint, addressText(file, argument), address);
  const [only] = wanted;
  if (wanted.length === 1 && only === rawText(file, argument)) return [];
  const items = wanted.map((text) => quoteLike(item, text));
  return [
    ...commentsAbove(file, argument),
    ...replaceItems(file, list, index, lastIndexOf(argument), items),
    ...commentsBeside(file, argument),
  ];
}

function wantedFor(
  { decision, lists, proxy }: ChartEndpoint,
  written: string,
  address: string,
): readonly string[] {
  const passed = lists.flatMap(({ list }) => argumentsOf(list));
  const stands = passed.some(({ name }) => name === decision.flags.security);
  if (proxy?.obstacle)
    return argumentsBehindProxy(decision, written || proxy.settings.upstream).slice(0, stands ? 1 : 2);
  const [, ...others] = wantedArguments(decision, false);
  return [`--${decision.flags.address}=${address}`, ...(stands || address === '0' ? [] : others)];
}

function rawText(file: YamlFile, { item, valueItem }: Argument): string {
  if (valueItem) return '';
  return file.text.slice(item.start, item.end).replace(/^(["'])([\s\S]*)\1$/, '$2');
}

/** The flag that switches security off, literally. */
function isInsecure({ flags, adopted }: Decision, { name, value }: Argument): boolean {
  return (
    !adopted &&
    name === flags.security &&
    /^(true|false)$/.test(value ?? 'true') &&
    (value ?? 'true') !== flags.secureValue
  );
}

function replaceInsecure({ decision, proxy }: ChartEndpoint, file: YamlFile, argument: Argument): Splice[] {
  if (proxy?.obstacle) return [];
  const { flags } = decision;
  const text = quoteLike(argument.item, `--${flags.security}=${flags.secureValue}`);
  return replaceItems(file, argument.list, argument.index, lastIndexOf(argument), [text]);
}

/** The same flag, where a value of the chart gives it. */
function secureValues({ chart, decision, lists, proxy }: ChartEndpoint): readonly ChartSplice[] {
  if (!chart || decision.adopted || proxy?.obstacle) return [];
  return lists.flatMap(({ file, list }) =>
    argumentsOf(list)
      .filter(({ name }) => name === decision.flags.security)
      .flatMap((argument) => {
        const path = valueAlone(rawText(file, argument).replace(/^[^=]*=/, ''));
        const insecure =
          path && String(scalarAt(chart, path)?.value) === String(decision.flags.secureValue !== 'true');
        return (insecure && valueChange(chart, path, decision.flags.secureValue)) || [];
      }),
  );
}
