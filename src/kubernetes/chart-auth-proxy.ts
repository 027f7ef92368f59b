import type { Obstacle } from './auth-proxy-obstacle.ts';
import {
  type AuthProxySettings,
  authProxySettings,
  type EndpointTraits,
  unsupportedBy,
} from './auth-proxy-settings.ts';
import type { Chart } from './chart.ts';
import { removeTemplateItem } from './chart-container.ts';
import { argumentLists } from './chart-lists.ts';
import { byDefault } from './chart-values.ts';
import { isAuthProxy } from './manager-container.ts';
import type { DeclaredPort } from './services.ts';
import { type Splice, startOf } from './splice.ts';
import type { ContainerSource, WorkloadSource } from './workload.ts';
import { nodeAt, seqAt } from './yaml-file.ts';

/** A kube-rbac-proxy beside the manager in a Helm template. */
export interface ChartAuthProxy {
  readonly sidecar: ContainerSource;
  readonly settings: AuthProxySettings;
  /** Where others reach it: the ports it declares and the one it listens on. */
  readonly ports: readonly DeclaredPort[];
  /** Takes its container out of the template; undefined where it must stay. */
  readonly removal: Splice | undefined;
  /** Why it cannot go. */
  readonly obstacle: Obstacle | undefined;
}

/** The sidecar of a template; its arguments may stand in the chart's values. */
export function chartAuthProxy(
  chart: Chart | undefined,
  template: WorkloadSource,
  endpoint: EndpointTraits,
): ChartAuthProxy | undefined {
  const { file } = template;
  const sidecars = template.containers.filter((it) => isSidecar(chart, template, it));
  const [sidecar] = sidecars;
  const list = seqAt(template.podSpec, ['containers']);
  if (!sidecar || !list) return undefined;
  const [values] = argumentLists(chart, file.text, sidecar);
  const read = withUpstream(chart, file.text, sidecar);
  const settings = authProxySettings(values ? { ...read, args: values.list } : read);
  const listen = settings.listenPort === undefined ? [] : [{ name: undefined, number: settings.listenPort }];
  const removal = removeTemplateItem(file, list, sidecar.index);
  const reason =
    (sidecars.length > 1 ? 'there are several of them' : undefined) ??
    unsupported(settings, endpoint) ??
    (removal ? undefined : 'its template does not show where it ends');
  return {
    sidecar,
    settings,
    ports: [...sidecar.ports, ...listen],
    removal: reason === undefined ? removal : undefined,
    obstacle: reason === undefined ? undefined : { offset: startOf(sidecar.node), reason },
  };
}

/** An upstream whose port comes from the values is the one that they give by default. */
function withUpstream(chart: Chart | undefined, text: string, sidecar: ContainerSource): ContainerSource {
  const { args } = sidecar;
  if (!args) return sidecar;
  const items = args.items.map((item) => {
    const written = text.slice(item.start, item.end).replace(/^(["'])(.*)\1$/, '$2');
    if (!/^--?upstream=/.test(written)) return item;
    return { ...item, value: written.replace(/\{\{[^{}]*\}\}/g, (action) => byDefault(chart, action)) };
  });
  return { ...sidecar, args: { ...args, items } };
}

/** By name or image, also where the values give that. */
function isSidecar(
  chart: Chart | undefined,
  { file, container }: WorkloadSource,
  it: ContainerSource,
): boolean {
  if (it === container) return false;
  if (isAuthProxy(it)) return true;
  const [start = 0, end = 0] = nodeAt(it.node, ['image'])?.range ?? [];
  const actions = file.text.slice(start, end).match(/\{\{[^{}]*\}\}/g) ?? [];
  return actions.some((action) => /(^|\/)kube-rbac-proxy([:@]|$)/.test(byDefault(chart, action)));
}

function unsupported(settings: AuthProxySettings, endpoint: EndpointTraits): string | undefined {
  const { listenPort, upstream } = settings;
  const item = unsupportedBy(settings, endpoint);
  if (item) return `the manager’s own endpoint has nothing like its ${item.value.split('=')[0]}`;
  if (listenPort === undefined) return 'it names no secure address that others reach';
  return upstream === undefined ? 'it does not serve the manager’s metrics' : undefined;
}
