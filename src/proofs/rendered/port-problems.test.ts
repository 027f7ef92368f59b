import { describe, expect, it } from 'vitest';
import { portProblems } from './port-problems.ts';
import { deploymentsWith, objectsOf } from './rendered.ts';

const DEPLOYMENT = `
kind: Deployment
metadata: { name: m, namespace: s }
spec:
  template:
    metadata: { labels: { app: m } }
    spec:
      containers:
      - { name: manager, ports: [{ containerPort: 8443, name: metrics }, { containerPort: 9443, name: webhook }] }
---
`;
const service = (ports: string, selector = 'app: m') =>
  `kind: Service\nmetadata: { name: svc, namespace: s, labels: { for: metrics } }\nspec: { selector: { ${selector} }, ports: [${ports}] }\n---\n`;

function problems(...texts: string[]): readonly string[] {
  const objects = objectsOf(DEPLOYMENT + texts.join(''));
  const [workload] = deploymentsWith(objects, 'manager');
  if (!workload) throw new Error('no Deployment');
  return portProblems(objects, workload).map(({ reason }) => reason);
}

describe('portProblems of Services', () => {
  it('are none where the target is a name, a number, or the port itself', () => {
    expect(
      problems(
        service(
          '{ port: 443, targetPort: webhook }, { port: 8443, name: https, targetPort: 8443 }, { port: 8443 }',
        ),
      ),
    ).toEqual([]);
  });

  it('tell of a port of a container that is gone', () => {
    expect(problems(service('{ port: 8443, name: https, targetPort: https }'))).toEqual([
      'Service svc sends port https to https, which no container has',
    ]);
  });

  it('tell of a number for metrics that nobody has, not of others', () => {
    expect(
      problems(
        service('{ port: 8080, name: metrics, targetPort: 8080 }, { port: 80, name: web, targetPort: 80 }'),
      ),
    ).toEqual(['Service svc sends port metrics to 8080, which no container has']);
  });

  it('do not look at Services of other pods', () => {
    expect(problems(service('{ port: 1, targetPort: nothing }', 'app: other'))).toEqual([]);
  });
});

describe('portProblems of monitors', () => {
  const METRICS = service('{ port: 8443, name: https, targetPort: metrics }');
  const monitor = (endpoint: string) =>
    `kind: ServiceMonitor\nmetadata: { name: sm, namespace: s }\nspec: { selector: { matchLabels: { for: metrics } }, endpoints: [${endpoint}] }\n---\n`;

  it('want https on the secure port', () => {
    expect(problems(METRICS, monitor('{ port: https, scheme: https }'))).toEqual([]);
    expect(problems(METRICS, monitor('{ port: https }'))).toEqual([
      'ServiceMonitor sm scrapes the secure port https over plain http',
    ]);
  });

  it('want a port that the Service has', () => {
    expect(problems(METRICS, monitor('{ port: metrics, scheme: https }'))).toEqual([
      'ServiceMonitor sm scrapes the port metrics, which no Service has',
    ]);
  });

  it('want a port of the pods', () => {
    const pods = (port: string) =>
      `kind: PodMonitor\nmetadata: { name: pm }\nspec: { selector: { matchLabels: { app: m } }, podMetricsEndpoints: [{ port: ${port} }] }\n---\n`;
    expect(problems(pods('metrics'))).toEqual([]);
    expect(problems(pods('https'))).toEqual(['PodMonitor pm scrapes the port https, which no container has']);
  });
});

describe('portProblems of network policies', () => {
  const policy = (port: string) =>
    `kind: NetworkPolicy\nmetadata: { name: np, namespace: s }\nspec: { podSelector: { matchLabels: { app: m } }, ingress: [{ ports: [{ port: ${port} }] }] }\n---\n`;

  it('want a port of the pods', () => {
    expect(problems(policy('8443'), policy('metrics'))).toEqual([]);
    expect(problems(policy('8080'))).toEqual([
      'NetworkPolicy np lets clients reach port 8080, which no container has',
    ]);
  });
});
