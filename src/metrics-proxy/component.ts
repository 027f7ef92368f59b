import { wrongValue } from './wrong-value.ts';

/** Nodes on which a component runs, and therefore its proxy. */
export type NodeSet = 'control-plane' | 'all-nodes';

/** One endpoint that listens on the loopback address of its node only. */
export interface Component {
  /** A DNS label: it becomes a container, a port and a job of Prometheus. */
  readonly name: string;
  /** The port it listens on; the proxy listens on the same port of the node's own address. */
  readonly port: number;
  /**
   * The component serves TLS and asks the API server who its client is, so its connections are passed on as they are. Else it
   * serves plain HTTP to anybody, and an authenticating proxy stands before it.
   */
  readonly tls: boolean;
  readonly nodes: NodeSet;
  /** `component` label of its static pod, or `k8s-app` of its DaemonSet, as kubeadm sets it; undefined for a custom endpoint. */
  readonly podLabel?: readonly [label: string, value: string];
}

const known: readonly Component[] = [
  staticPod('kube-controller-manager', 10257, true),
  staticPod('kube-scheduler', 10259, true),
  {
    name: 'kube-proxy',
    port: 10249,
    tls: false,
    nodes: 'all-nodes',
    podLabel: ['k8s-app', 'kube-proxy'],
  },
  staticPod('etcd', 2381, false),
];

/** The components of the design document; etcd is there for who asks for it. */
const DEFAULT = ['kube-controller-manager', 'kube-scheduler', 'kube-proxy'];

/**
 * What `--components` and `--component` ask for together, in a fixed order. A custom endpoint alone does not bring the
 * default components in. Throws a usage problem for what is unknown, double, or clashes.
 */
export function chooseComponents(
  names: readonly string[] | undefined,
  custom: readonly string[],
): readonly Component[] {
  const chosen = (names ?? (custom.length > 0 ? [] : DEFAULT)).map(componentNamed);
  const ordered = known.filter((component) => chosen.includes(component));
  const components = [...ordered, ...custom.map(parseComponent)];
  if (components.length === 0) throw wrongValue('--components names no component', knownNames());
  checkUnique(components, ({ name }) => name, 'the name');
  checkUnique(components, ({ port }) => String(port), 'the port');
  return components;
}

function staticPod(name: string, port: number, tls: boolean): Component {
  return { name, port, tls, nodes: 'control-plane', podLabel: ['component', name] };
}

function componentNamed(name: string): Component {
  const component = known.find((candidate) => candidate.name === name);
  if (component) return component;
  throw wrongValue(`there is no component ${JSON.stringify(name)}`, knownNames());
}

function knownNames(): string {
  const names = known.map(({ name }) => name).join(', ');
  return `--components takes ${names}; any other endpoint goes by --component name=port[,tls][,all-nodes].`;
}

/** `name=port[,tls][,all-nodes]`. Names are at most 15 characters, as the name of a port is. */
function parseComponent(text: string): Component {
  const [, name = '', digits = '', words = ''] = /^([^=]*)=(\d{1,5})((?:,[a-z-]+)*)$/.exec(text) ?? [];
  const port = Number(digits);
  const flags = words.split(',').slice(1);
  const problem = nameProblem(name) ?? portProblem(port) ?? flagProblem(flags);
  if (problem === undefined) {
    return {
      name,
      port,
      tls: flags.includes('tls'),
      nodes: flags.includes('all-nodes') ? 'all-nodes' : 'control-plane',
    };
  }
  throw wrongValue(
    `--component ${JSON.stringify(text)}: ${problem}`,
    'Write name=port, name=port,tls or name=port,all-nodes, for example --component node-agent=9879,all-nodes.',
  );
}

function nameProblem(name: string): string | undefined {
  if (known.some((component) => component.name === name)) return `${name} is one of --components`;
  return /^[a-z]([a-z0-9-]{0,13}[a-z0-9])?$/.test(name)
    ? undefined
    : 'the name must be 1 to 15 small letters, digits and dashes, a letter first';
}

function portProblem(port: number): string | undefined {
  if (port >= 1024 && port <= 65_535) return undefined;
  return 'the port must be a number from 1024 to 65535: the proxy has no right to bind lower ones';
}

function flagProblem(flags: readonly string[]): string | undefined {
  const unknown = flags.find((flag) => flag !== 'tls' && flag !== 'all-nodes');
  return unknown === undefined ? undefined : `${JSON.stringify(unknown)} is neither tls nor all-nodes`;
}

function checkUnique(
  components: readonly Component[],
  key: (component: Component) => string,
  what: string,
): void {
  const seen = new Set<string>();
  for (const component of components) {
    const value = key(component);
    if (seen.has(value)) throw wrongValue(`two components have ${what} ${value}`, 'Each needs its own.');
    seen.add(value);
  }
}
