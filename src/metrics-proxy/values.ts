import { wrongValue } from './wrong-value.ts';

/** A ServiceAccount by its place. */
export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
}

/** A label that a node must have. */
export interface Label {
  readonly key: string;
  readonly value: string;
}

/** A toleration of pods; without a key it tolerates everything. */
export interface Toleration {
  readonly key?: string;
  readonly value?: string;
  readonly effect?: string;
}

/** Quantities by resource, in the order given. */
export type Quantities = readonly (readonly [resource: string, quantity: string])[];

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const QUALIFIED_NAME = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/;
const QUANTITY = /^\d+(\.\d+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/;
/** Registry with an optional port, path, tag, digest. */
const IMAGE =
  /^[a-z0-9]([\w.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/;

/** `namespace/serviceaccount`. */
export function parseScraper(text: string): ServiceAccount {
  const [namespace = '', name = '', ...more] = text.split('/');
  if (more.length === 0 && DNS_LABEL.test(namespace) && DNS_SUBDOMAIN.test(name)) return { namespace, name };
  throw wrongValue(
    `--scraper is namespace/serviceaccount, not ${JSON.stringify(text)}`,
    'Give the ServiceAccount that your Prometheus runs with, for example --scraper monitoring/prometheus-k8s.',
  );
}

export function checkedNamespace(text: string): string {
  if (DNS_LABEL.test(text)) return text;
  throw wrongValue(
    `--namespace ${JSON.stringify(text)} is no name of a namespace`,
    'Small letters, digits and dashes, 63 at most.',
  );
}

/** A tag or a digest is required: without one a cluster gets whatever is newest on the day. */
export function checkedImage(option: string, text: string): string {
  if (!IMAGE.test(text)) {
    throw wrongValue(
      `${option} ${JSON.stringify(text)} is no name of an image`,
      'For example registry.example.com/team/haproxy:2.6, or with a digest: …@sha256:….',
    );
  }
  if (/(:[^/:]+|@sha256:[0-9a-f]+)$/.test(text)) return text;
  throw wrongValue(`${option} ${text} names no version`, 'Add a tag or a digest.');
}

export function checkedLoopback(text: string): string {
  if (text === '127.0.0.1' || text === '::1') return text;
  throw wrongValue(
    `--loopback is 127.0.0.1 or ::1, not ${JSON.stringify(text)}`,
    'It is the address that the components listen on; kubeadm uses 127.0.0.1.',
  );
}

/** `key=value`; `key=` for a label without a value. */
export function parseNodeSelector(text: string): Label {
  const [, key = '', value = ''] = /^([^=]+)=([^=]*)$/.exec(text) ?? [];
  if (QUALIFIED_NAME.test(key) && LABEL_VALUE.test(value)) return { key, value };
  throw wrongValue(
    `--node-selector is key=value, not ${JSON.stringify(text)}`,
    'For example --node-selector kubernetes.io/os=linux.',
  );
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** `key[=value][:effect]`, or `*` for every taint. */
export function parseToleration(text: string): Toleration {
  if (text === '*') return {};
  const [, key = '', value, effect] = /^([^=:]+)(?:=([^=:]*))?(?::([A-Za-z]+))?$/.exec(text) ?? [];
  const fits = QUALIFIED_NAME.test(key) && LABEL_VALUE.test(value ?? '');
  if (fits && (effect === undefined || EFFECTS.includes(effect))) {
    return { key, ...(value === undefined ? {} : { value }), ...(effect === undefined ? {} : { effect }) };
  }
  throw wrongValue(
    `--toleration is key[=value][:effect] or *, not ${JSON.stringify(text)}`,
    `For example --toleration dedicated=infra:NoSchedule; effects are ${EFFECTS.join(', ')}.`,
  );
}

/** `cpu=10m,memory=32Mi`; an empty text sets none. */
export function parseResources(option: string, text: string): Quantities {
  const parts = text === '' ? [] : text.split(',');
  const pairs = parts.map((part) => {
    const [, resource = '', quantity = ''] = /^(cpu|memory|ephemeral-storage)=(.+)$/.exec(part) ?? [];
    return QUANTITY.test(quantity) ? ([resource, quantity] as const) : undefined;
  });
  const resources = pairs.flatMap((pair) => (pair ? [pair] : []));
  const names = new Set(resources.map(([resource]) => resource));
  if (resources.length === parts.length && names.size === parts.length) return resources;
  throw wrongValue(
    `${option} is resource=quantity,…, not ${JSON.stringify(text)}`,
    'For example cpu=10m,memory=32Mi; cpu, memory and ephemeral-storage are known, each once.',
  );
}
