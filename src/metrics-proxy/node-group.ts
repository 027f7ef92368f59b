import type { Component, NodeSet } from './component.ts';
import type { ProxySettings } from './settings.ts';

/** The components that run on the same nodes: one DaemonSet stands before them. */
export interface NodeGroup {
  readonly nodes: NodeSet;
  /** Of the DaemonSet and of what belongs to it. */
  readonly name: string;
  /** Their TLS connections go through HAProxy unopened. */
  readonly passedThrough: readonly Component[];
  /** Each has a kube-rbac-proxy before it. */
  readonly authenticated: readonly Component[];
}

/** The DaemonSets of the secure mode; a set of nodes without a component has none. */
export function nodeGroups({ components }: ProxySettings): readonly NodeGroup[] {
  return (['control-plane', 'all-nodes'] as const).flatMap((nodes) => {
    const here = components.filter((component) => component.nodes === nodes);
    if (here.length === 0) return [];
    return [
      {
        nodes,
        name: `metrics-proxy-${nodes}`,
        passedThrough: here.filter(({ tls }) => tls),
        authenticated: here.filter(({ tls }) => !tls),
      },
    ];
  });
}

/** Whether anything here asks the API server who a client is. */
export function needsAuthProxy(settings: ProxySettings): boolean {
  return settings.mode === 'secure' && settings.components.some(({ tls }) => !tls);
}

/** Whether anything goes through HAProxy. */
export function needsHaproxy(settings: ProxySettings): boolean {
  return settings.mode === 'design' || settings.components.some(({ tls }) => tls);
}
