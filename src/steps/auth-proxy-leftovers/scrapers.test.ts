import { describe, expect, it } from 'vitest';
import { run } from './leftovers.testing.ts';

describe('monitors', () => {
  const monitor = (endpoint: string) =>
    `apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: m\nspec:\n  endpoints:\n${endpoint}  selector:\n    matchLabels:\n      control-plane: controller-manager\n`;
  const WITH = { 'config/default/kustomization.yaml': 'resources: [../rbac, ../manager, monitor.yaml]\n' };
  const COMPLETE =
    '  - path: /metrics\n    port: https\n    scheme: https\n    bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token\n    tlsConfig:\n      insecureSkipVerify: true\n';

  it('that are complete stay', () => {
    const { changed } = run({ ...WITH, 'config/default/monitor.yaml': monitor(COMPLETE) });
    expect(changed).not.toContain('config/default/monitor.yaml');
  });

  it('that scrape plain http get what the secured endpoint needs', () => {
    const { text, again } = run({
      ...WITH,
      'config/default/monitor.yaml': monitor('  - path: /metrics\n    port: https\n'),
    });
    expect(text('config/default/monitor.yaml')).toBe(monitor(COMPLETE));
    expect(again).toEqual([]);
  });

  it('with a scheme keep its place', () => {
    const { text } = run({
      ...WITH,
      'config/default/monitor.yaml': monitor('  - scheme: http # plain\n    port: https\n'),
    });
    expect(text('config/default/monitor.yaml')).toBe(
      monitor(
        '  - scheme: https # plain\n    bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token\n    tlsConfig:\n      insecureSkipVerify: true\n    port: https\n',
      ),
    );
  });

  it('in flow style stay in flow style', () => {
    const { text, again } = run({
      ...WITH,
      'config/default/monitor.yaml': monitor('  - {port: https, path: /metrics}\n'),
    });
    expect(text('config/default/monitor.yaml')).toBe(
      monitor(
        '  - {port: https, scheme: https, bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token, tlsConfig: {insecureSkipVerify: true}, path: /metrics}\n',
      ),
    );
    expect(again).toEqual([]);
  });

  it.each([
    ['of another port', monitor('  - port: probes\n')],
    ['of other Services', monitor('  - port: https\n').replace('control-plane: c', 'control-plane: other-c')],
  ])('%s are not ours', (_, text) => {
    expect(run({ ...WITH, 'config/default/monitor.yaml': text }).changed).not.toContain(
      'config/default/monitor.yaml',
    );
  });

  it('that are not deployed with the manager stay, and are noted', () => {
    const { changed, findings } = run({
      'config/prometheus/kustomization.yaml': 'resources: [monitor.yaml]\n',
      'config/prometheus/monitor.yaml': monitor('  - port: https\n'),
    });
    expect(changed).not.toContain('config/prometheus/monitor.yaml');
    expect(findings).toMatchObject([
      {
        rule: 'service-monitor-insecure',
        level: 'note',
        path: 'config/prometheus/monitor.yaml',
        line: 7,
        column: 5,
      },
    ]);
  });

  it('that are not deployed and complete are not mentioned', () => {
    const { findings } = run({ 'config/prometheus/monitor.yaml': monitor(COMPLETE) });
    expect(findings).toEqual([]);
  });

  it('of pods are listed: how their token gets there is for a person', () => {
    const { findings, changed } = run({
      ...WITH,
      'config/default/monitor.yaml':
        'apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata:\n  name: m\nspec:\n  podMetricsEndpoints:\n  - port: metrics\n  selector:\n    matchLabels:\n      control-plane: controller-manager\n',
    });
    expect(changed).not.toContain('config/default/monitor.yaml');
    expect(findings).toMatchObject([
      { rule: 'pod-monitor-insecure', level: 'warning', path: 'config/default/monitor.yaml', line: 7 },
    ]);
  });
});

describe('network policies', () => {
  const policy = (rest: string) =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: p\nspec:\n  podSelector:\n    matchLabels:\n      control-plane: controller-manager\n${rest}`;

  function rulesFor(...policies: string[]): readonly string[] {
    const names = policies.map((_, index) => `p${index}.yaml`);
    const files = Object.fromEntries(policies.map((text, index) => [`config/default/p${index}.yaml`, text]));
    const overlay = `resources: [../rbac, ../manager, ${names.join(', ')}]\n`;
    return run({ ...files, 'config/default/kustomization.yaml': overlay }).findings.map((it) => it.rule);
  }

  it.each([
    ['lists another port', '  ingress:\n  - ports: [{port: 8080}]\n'],
    ['lets nothing in', '  policyTypes: [Ingress]\n'],
  ])('are listed where one %s', (_, rest) => {
    expect(rulesFor(policy(rest))).toEqual(['network-policy-blocks-metrics']);
  });

  it.each([
    ['lists the secure port', '  ingress:\n  - ports: [{port: 8443}]\n'],
    ['lists its name', '  ingress:\n  - ports: [{port: metrics}]\n'],
    ['lists a range that holds it', '  ingress:\n  - ports: [{port: 8000, endPort: 9000}]\n'],
    ['lists no port', '  ingress:\n  - from: []\n'],
    ['is about egress', '  policyTypes: [Egress]\n'],
  ])('are fine where one %s', (_, rest) => {
    expect(rulesFor(policy(rest))).toEqual([]);
  });

  it('add up: one that lets the port through is enough', () => {
    expect(
      rulesFor(
        policy('  ingress:\n  - ports: [{port: 9443}]\n'),
        policy('  ingress:\n  - ports: [{port: 8443}]\n'),
      ),
    ).toEqual([]);
  });

  it('of other pods do not matter', () => {
    expect(rulesFor(policy('  policyTypes: [Ingress]\n').replace('controller-manager', 'db'))).toEqual([]);
  });
});
