import type { GeneratedFiles } from '../generate.ts';
import type { ProxySettings } from '../settings.ts';

/** What Prometheus needs, and the names of pods. */
export function scraping(settings: ProxySettings, files: GeneratedFiles): readonly string[] {
  return [
    '## Scrape with Prometheus',
    '',
    ...(settings.mode === 'secure' ? certificates : []),
    '`examples/scrape-config.yaml`, for `scrape_configs` of prometheus.yml:',
    '',
    '```yaml',
    (files.get('examples/scrape-config.yaml') ?? '').trimEnd(),
    '```',
    '',
    'With the Prometheus operator, apply `examples/pod-monitor.yaml` instead. It is no part of the kustomization, as its kind is unknown to',
    'clusters without the operator.',
    '',
    '### Names of pods',
    '',
    "Prometheus labels series with the pod that it scraped. Scraped through a proxy's pod, the metrics of kube-scheduler would carry the name of the",
    'proxy. The jobs above avoid that: they discover the pods of the components themselves, whose address is that of the node, where the proxy',
    'listens. A PodMonitor cannot do so, as those pods declare no port; it relabels instead: kubelet names a static pod `<component>-<node>`, so',
    "that name is made from the node's; for the pods of a DaemonSet and for custom endpoints `pod` is dropped, and `node` tells them apart.",
    '',
    '### Controllers',
    '',
    'Controllers of Cluster API and its providers need no proxy: they serve metrics securely themselves. See',
    '[scraping metrics](https://main.cluster-api.sigs.k8s.io/tasks/diagnostics#scraping-metrics) in the Cluster API book.',
  ];
}

const certificates: readonly string[] = [
  'Encrypted does not mean that the scraper knows whom it talks to: kubeadm gives kube-controller-manager and kube-scheduler no certificate, so they',
  'sign their own at every start, and so does kube-rbac-proxy. A scraper must therefore set `insecure_skip_verify: true`. To be rid of that,',
  'give the components `--tls-cert-file` and `--tls-private-key-file` (and kube-rbac-proxy the same), and set `ca_file` and `server_name`.',
  '',
];
