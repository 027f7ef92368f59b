import { CONTROL_PLANE_LABEL } from '../daemon-set.ts';
import type { ProxySettings } from '../settings.ts';

/** Control-plane nodes only, in the two ways that Kubernetes has. */
export function restriction(settings: ProxySettings): readonly string[] {
  const everywhere =
    settings.mode === 'design' || settings.components.some(({ nodes }) => nodes === 'all-nodes');
  return [
    '## Restrict the proxy to control-plane nodes',
    '',
    ...(settings.mode === 'design' ? designNote : secureNote(everywhere)),
    '',
    "By [node selector](https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodeselector), in the pod's `spec`:",
    '',
    '```yaml',
    'nodeSelector:',
    `  ${CONTROL_PLANE_LABEL}: ""`,
    '```',
    '',
    'By [node affinity](https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity), where the choice depends on more than one',
    'label:',
    '',
    '```yaml',
    'affinity:',
    '  nodeAffinity:',
    '    requiredDuringSchedulingIgnoredDuringExecution:',
    '      nodeSelectorTerms:',
    '        - matchExpressions:',
    `            - key: ${CONTROL_PLANE_LABEL}`,
    '              operator: Exists',
    '```',
  ];
}

const designNote: readonly string[] = [
  'If you do not need the metrics of kube-proxy, which runs on every node, restrict the DaemonSet to control-plane nodes: the other components',
  'run there only, and on workers the proxy answers 503 for them.',
];

function secureNote(everywhere: boolean): readonly string[] {
  return [
    'The DaemonSet `metrics-proxy-control-plane` is restricted already. ' +
      (everywhere
        ? 'What runs on every node (kube-proxy does) needs its proxy on every node; generate'
        : 'Components that run on every node would need their proxy there;'),
    everywhere
      ? 'without that component, `--components kube-controller-manager,kube-scheduler` for example, and nothing runs on workers.'
      : 'none was chosen, so nothing runs on workers.',
  ];
}
