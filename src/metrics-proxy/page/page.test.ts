import { describe, expect, it } from 'vitest';
import { generateProxy } from '../generate.ts';
import { type ProxyOptions, settleProxy } from '../settings.ts';

function pageOf(options: ProxyOptions = {}): string {
  return generateProxy(settleProxy(options)).get('expose-metrics.md') ?? '';
}

describe('the page', () => {
  it.each([
    ['the role and its binding', 'name: metrics-reader-binding'],
    ['the configuration of the proxy', 'frontend kube-scheduler'],
    ['the DaemonSet', 'kind: DaemonSet'],
    [
      'verification from a pod',
      'curl --silent --show-error --insecure --header "Authorization: Bearer ${TOKEN}"',
    ],
    ['a node selector', 'nodeSelector:'],
    ['node affinity', 'requiredDuringSchedulingIgnoredDuringExecution:'],
    ['names of pods', 'would carry the name of the'],
    ['why 0.0.0.0 is no way', 'issuecomment-763294722'],
    ['what it costs', '8 objects in every cluster'],
    ['other proxies', 'https://www.envoyproxy.io/'],
    ['scraping controllers', 'https://main.cluster-api.sigs.k8s.io/tasks/diagnostics#scraping-metrics'],
    ['what the scraper must set', '`insecure_skip_verify: true`'],
    ['who may reach the ports', 'A NetworkPolicy does not protect pods in the network of the node'],
    ['how it was made', '\ndiag-codemod metrics-proxy\n'],
  ])('has %s', (_what, text) => {
    expect(pageOf()).toContain(text);
  });

  it('closes every block of code that it opens', () => {
    for (const options of [{}, { mode: 'design' }, { components: ['kube-proxy'] }]) {
      const fences = pageOf(options).match(/^ *```/gm) ?? [];
      expect(fences.length % 2).toBe(0);
      expect(fences.length).toBeGreaterThan(10);
    }
  });

  it('tells how to make the same again, in a fixed order and with quotes where a shell needs them', () => {
    expect(pageOf({ toleration: ['*'], components: ['etcd'], scraper: 'a/b' })).toContain(
      "\ndiag-codemod metrics-proxy --components etcd --scraper a/b --toleration '*'\n",
    );
  });

  it('warns before everything else in the design mode', () => {
    expect(pageOf({ mode: 'design' }).slice(0, 1500)).toContain('**This is the variant over plain HTTP.**');
  });
});
