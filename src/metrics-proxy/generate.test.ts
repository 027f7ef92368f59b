import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { generateProxy } from './generate.ts';
import { type ProxyOptions, settleProxy } from './settings.ts';

function generated(options: ProxyOptions = {}): ReadonlyMap<string, string> {
  return generateProxy(settleProxy(options));
}

function textOf(options: ProxyOptions, path: string): string {
  const text = generated(options).get(path);
  if (text === undefined) throw new Error(`${path} was not generated`);
  return text;
}

/** What every document of the YAML files says, as plain values. */
function objects(options: ProxyOptions = {}) {
  return [...generated(options)]
    .filter(([path]) => path.endsWith('.yaml'))
    .flatMap(([path, text]) => parseAllDocuments(text).map((document) => ({ path, document })));
}

const everything: ProxyOptions = {
  components: ['kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'etcd'],
  component: ['agent=9879,all-nodes', 'own=9443,tls'],
  nodeSelector: ['example.org/pool=true', 'kubernetes.io/os=linux'],
  toleration: ['dedicated=true:NoSchedule', '*'],
  limits: '',
};

describe.each([
  ['the default', {}],
  ['everything', everything],
  ['design', { mode: 'design' }],
  ['design with everything', { ...everything, mode: 'design' }],
  ['kube-proxy alone', { components: ['kube-proxy'] }],
])('%s', (_name, options: ProxyOptions) => {
  it('is valid YAML', () => {
    for (const { path, document } of objects(options)) {
      expect([path, document.errors, document.warnings]).toEqual([path, [], []]);
    }
  });

  it('lists each of its objects in the kustomization', () => {
    const paths = [...generated(options).keys()].filter((path) => /^[^/]+\.yaml$/.test(path));
    const kustomization = textOf(options, 'kustomization.yaml');
    for (const path of paths.filter((path) => path !== 'kustomization.yaml')) {
      expect(kustomization).toContain(`  - ${path}\n`);
    }
  });

  it('is the same every time', () => {
    expect([...generated(options)]).toEqual([...generated(options)]);
  });

  it('never listens on every address, and never names a digest', () => {
    for (const [path, text] of generated(options)) {
      if (path.endsWith('.cfg')) expect(text).toMatch(/\.if !defined\(NODE_IP\)/);
      expect(text).not.toMatch(/^ *bind "?(\*|:|0\.0\.0\.0)|listen-address=(:|0\.0\.0\.0)|@sha256/m);
    }
  });
});

describe('the secure mode', () => {
  it('needs no kube-rbac-proxy and no rights of its own without plain endpoints', () => {
    const options = { components: ['kube-scheduler'] };
    const files = generated(options);
    expect([...files.keys()]).not.toContain('daemonset-all-nodes.yaml');
    expect(files.get('service-account.yaml')).not.toContain('auth-delegator');
    expect(files.get('daemonset-control-plane.yaml')).toContain('automountServiceAccountToken: false');
    expect(files.get('expose-metrics.md')).not.toContain('brancz');
  });

  it('needs no HAProxy without TLS endpoints', () => {
    const files = generated({ components: ['kube-proxy'] });
    expect([...files.keys()].filter((path) => path.endsWith('.cfg'))).toEqual([]);
    expect(files.get('kustomization.yaml')).not.toContain('configMapGenerator');
    expect(files.get('daemonset-all-nodes.yaml')).not.toContain('haproxy');
  });

  it('keeps the parts of the control plane on its nodes', () => {
    const files = generated();
    expect(files.get('daemonset-control-plane.yaml')).toContain('node-role.kubernetes.io/control-plane: ""');
    expect(files.get('daemonset-all-nodes.yaml')).not.toContain('nodeSelector');
  });

  it('serves IPv6: addresses in brackets where they need them', () => {
    const files = generated({ loopback: '::1' });
    expect(files.get('haproxy-control-plane.cfg')).toContain('  server kube-scheduler [::1]:10259\n');
    expect(files.get('daemonset-all-nodes.yaml')).toContain('--upstream=http://[::1]:10249/\n');
    expect(files.get('daemonset-all-nodes.yaml')).toContain('--secure-listen-address=[$(NODE_IP)]:10249\n');
  });

  it('quotes values that YAML would read as something else', () => {
    const text = textOf(everything, 'daemonset-all-nodes.yaml');
    expect(text).toContain('        example.org/pool: "true"\n');
    expect(text).toContain(
      '          value: "true"\n          effect: NoSchedule\n        - operator: Exists\n',
    );
  });

  it('leaves out what is empty', () => {
    const text = textOf({ limits: '', requests: '', toleration: [] }, 'daemonset-all-nodes.yaml');
    expect(text).not.toMatch(/resources:|limits:|requests:|tolerations:/);
  });
});

describe('the design mode', () => {
  it('has the frontends of the design document and names their faults', () => {
    const text = textOf({ mode: 'design' }, 'haproxy.cfg');
    expect(text).toContain('http-request deny if !{ path /metrics }');
    expect(text).toContain('server kube-scheduler 127.0.0.1:10259 ssl verify none check');
    expect(text).toContain('# Authenticates nobody, and neither does this proxy.\nfrontend kube-proxy');
    expect(text).toContain('in clear');
    expect(textOf({ mode: 'design' }, 'daemonset.yaml')).toContain('Left out: its variable TOKEN');
  });
});

describe('examples for Prometheus', () => {
  it('discover the component’s own pods, and address the proxy by the node', () => {
    const text = textOf({}, 'examples/scrape-config.yaml');
    const jobs = parseAllDocuments(text)[0]?.toJS() as readonly Job[];
    const [manager] = jobs;
    expect(manager?.kubernetes_sd_configs[0]?.selectors[0]?.label).toBe('component=kube-controller-manager');
    expect(relabelled(manager, '10.0.0.7')).toBe('10.0.0.7:10257');
    expect(relabelled(manager, 'fd00::7')).toBe('[fd00::7]:10257');
  });

  it('send no token where nobody asks for it', () => {
    const jobs = parseAllDocuments(textOf({ mode: 'design' }, 'examples/scrape-config.yaml'))[0]?.toJS();
    expect(jobs.map((job: Job) => 'authorization' in job)).toEqual([true, true, false]);
  });

  it('give no wrong pod to what has none', () => {
    const monitors = textOf({ component: ['agent=9879'] }, 'examples/pod-monitor.yaml');
    expect(monitors).toContain('targetLabel: pod\n          replacement: ""');
  });
});

interface Job {
  readonly kubernetes_sd_configs: readonly { readonly selectors: readonly { readonly label: string }[] }[];
  readonly relabel_configs: readonly {
    readonly source_labels: readonly string[];
    readonly regex?: string;
    readonly target_label: string;
    readonly replacement?: string;
  }[];
}

/** Prometheus' rule: the whole value must match, and `$1` is what the group matched. */
function relabelled(job: Job | undefined, podIp: string): string | undefined {
  return job?.relabel_configs
    .filter(({ target_label }) => target_label === '__address__')
    .flatMap(({ regex = '', replacement = '' }) => {
      const [, group] = new RegExp(`^(?:${regex})$`).exec(podIp) ?? [];
      return group === undefined ? [] : [replacement.replace('$1', group)];
    })
    .at(-1);
}
