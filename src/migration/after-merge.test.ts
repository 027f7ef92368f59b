import { describe, expect, it } from 'vitest';
import { noManifests } from '../kubernetes/manager-manifests.ts';
import { afterMergeOf } from './after-merge.ts';
import type { Decision } from './decision.ts';

const decision = (parts: Partial<Decision> = {}, podLabels: readonly [string, string][] = []) =>
  ({
    manager: {
      entryPoint: 'cmd/main.go',
      manifests: {
        ...noManifests,
        deployments: [{ podLabels: new Map(podLabels) }],
        renderings: [{ name: 'widget-controller-manager', namespace: 'widget-system' }],
      },
    },
    api: 'manager-options',
    flags: { address: 'diagnostics-address', security: 'insecure-diagnostics' },
    removedFlags: ['metrics-bind-address'],
    keepFlags: false,
    port: 8443,
    portName: 'metrics',
    adopted: false,
    ...parts,
  }) as unknown as Decision;

describe('afterMergeOf', () => {
  it('says nothing where every manager had the flags already', () => {
    expect(afterMergeOf([decision({ adopted: true })])).toEqual([]);
  });

  it('names the flags that are gone once, and what takes their place', () => {
    const items = afterMergeOf([decision(), decision()]).filter((item) => item.startsWith('Breaking'));
    expect(items).toHaveLength(1);
    expect(items[0]).toContain('--metrics-bind-address is gone');
    expect(items[0]).toContain('--diagnostics-address');
  });

  it('calls nothing breaking where the flags are kept', () => {
    const items = afterMergeOf([decision({ keepFlags: true })]);
    expect(items.some((item) => item.startsWith('Breaking'))).toBe(false);
  });

  it('names the endpoints that Cluster API adds', () => {
    expect(afterMergeOf([decision()]).join('\n')).toContain('/debug/pprof/*');
    expect(afterMergeOf([decision({ api: 'metrics-filters' })]).join('\n')).not.toContain('/debug/pprof');
  });

  it('gives a PodMonitor with the rendered name, the labels of the pods and the name of the port', () => {
    const item = afterMergeOf([decision({}, [['control-plane', 'controller-manager']])]).find((it) =>
      it.startsWith('Scrapers of cmd/main.go'),
    );
    expect(item?.split('\n').slice(1, 13)).toEqual([
      'apiVersion: monitoring.coreos.com/v1',
      'kind: PodMonitor',
      'metadata:',
      '  name: widget-controller-manager',
      '  namespace: widget-system',
      'spec:',
      '  selector:',
      '    matchLabels:',
      '      control-plane: "controller-manager"',
      '  podMetricsEndpoints:',
      '  - port: metrics',
      '    scheme: https',
    ]);
  });

  it('gives no PodMonitor that would select nothing', () => {
    const items = afterMergeOf([decision()]);
    expect(items.join('\n')).not.toContain('PodMonitor');
    expect(items.find((it) => it.startsWith('Scrapers of'))).toMatch(/unless one is mounted\.$/);
  });

  it('begins with the order of the rollout and ends with the way back', () => {
    const items = afterMergeOf([decision()]);
    expect(items[0]).toMatch(/^Roll out in this order/);
    expect(items.at(-1)).toMatch(/^To go back/);
  });
});
