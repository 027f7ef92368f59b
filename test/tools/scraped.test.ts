import { expect, test } from 'vitest';
import { objectsOf } from '../../src/proofs/rendered/rendered.ts';
import { lostScrapes } from './scraped.ts';

const manager = (args: string, ports: string, others = '') => `
kind: Deployment
metadata: { name: x }
spec:
  template:
    metadata: { labels: { app: x } }
    spec:
      containers:
      ${others}
      - { name: manager, args: ["${args}"], ports: [${ports}] }
---
`;
const PROXY = '- { name: kube-rbac-proxy, ports: [{ name: https, containerPort: 8443 }] }';
const service = (target: string, port = 8443) => `
kind: Service
metadata: { name: metrics, labels: { app: x } }
spec: { selector: { app: x }, ports: [{ name: https, port: ${port}, targetPort: ${target} }] }
---
`;
const MONITORS = `
kind: ServiceMonitor
metadata: { name: monitor }
spec: { selector: { matchLabels: { app: x } }, endpoints: [{ port: https }] }
---
kind: PodMonitor
metadata: { name: pods }
spec: { selector: { matchLabels: { app: x } }, podMetricsEndpoints: [{ port: https }] }
---
kind: NetworkPolicy
metadata: { name: policy }
spec: { podSelector: { matchLabels: { app: x } }, ingress: [{ ports: [{ port: https }] }] }
---
`;
const OLD = '--metrics-bind-address=127.0.0.1:8080';
const NEW = '--diagnostics-address=:8443';
const BEFORE = manager(OLD, '', PROXY) + service('https') + MONITORS;

const lost = (after: string) => lostScrapes(objectsOf(BEFORE), objectsOf(after));

test('the manager takes the port and its name over', () => {
  expect(lost(manager(NEW, '{ name: https, containerPort: 8443 }') + service('https') + MONITORS)).toEqual(
    [],
  );
});

test('a sidecar that stays is a fault', () => {
  expect(lost(BEFORE)).toEqual(['Deployment x: proxy', 'Service metrics: port https leads nowhere']);
});

test('a name that no container has any more leads nowhere, and nobody finds it', () => {
  expect(lost(manager(NEW, '{ name: metrics, containerPort: 8443 }') + service('https') + MONITORS)).toEqual([
    'Service metrics: port https leads nowhere',
    'PodMonitor pods: finds no port',
    'NetworkPolicy policy: keeps the metrics shut',
  ]);
});

test('the number of a Service port is what clients use', () => {
  const after = manager(NEW, '{ name: https, containerPort: 8443 }') + service('8443', 443) + MONITORS;
  expect(lost(after)).toEqual(['Service metrics: port https leads nowhere']);
});

test('nothing that scrapers go through may be gone', () => {
  expect(lost(manager(NEW, '{ name: https, containerPort: 8443 }'))).toEqual([
    'Service metrics: gone, or with other labels',
    'ServiceMonitor monitor: gone',
    'PodMonitor pods: gone',
    'NetworkPolicy policy: gone',
  ]);
});

test('a sidecar of another workload may stay', () => {
  const other =
    'kind: Deployment\nmetadata: { name: y }\nspec: { template: { spec: { containers: [{ name: kube-rbac-proxy }] } } }\n';
  expect(lostScrapes(objectsOf(other), objectsOf(other))).toEqual([]);
});
