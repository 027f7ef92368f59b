import { metricsReader, namespace, serviceAccount } from './access.ts';
import { daemonSet } from './daemon-set.ts';
import { designConfig } from './design-config.ts';
import { DESIGN_NAME, designDaemonSet } from './design-daemon-set.ts';
import { haproxyConfig } from './haproxy-config.ts';
import { type GeneratedConfig, kustomization } from './kustomization.ts';
import { nodeGroups } from './node-group.ts';
import { page } from './page/page.ts';
import { podMonitors, scrapeConfig } from './scrape-config.ts';
import type { ProxySettings } from './settings.ts';

/** Generated files: their text by their path in the folder. The same settings always give the same texts. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** Everything that `metrics-proxy` writes. */
export function generateProxy(settings: ProxySettings): GeneratedFiles {
  const { configs, daemonSets } = settings.mode === 'design' ? design(settings) : secure(settings);
  const objects: [string, string][] = [
    ['namespace.yaml', namespace(settings)],
    ['metrics-reader.yaml', metricsReader(settings)],
    ['service-account.yaml', serviceAccount(settings)],
    ...daemonSets,
  ];
  const generated = configs.map(({ config }) => config);
  const files: [string, string][] = [
    [
      'kustomization.yaml',
      kustomization(
        settings.namespace,
        objects.map(([path]) => path),
        generated,
      ),
    ],
    ...objects,
    ...configs.map(({ config, text }): [string, string] => [config.file, text]),
    ['examples/scrape-config.yaml', scrapeConfig(settings)],
    ['examples/pod-monitor.yaml', podMonitors(settings)],
  ];
  return new Map([...files, ['expose-metrics.md', page(settings, new Map(files))]]);
}

interface Parts {
  readonly configs: readonly { readonly config: GeneratedConfig; readonly text: string }[];
  readonly daemonSets: readonly [path: string, text: string][];
}

function secure(settings: ProxySettings): Parts {
  const groups = nodeGroups(settings);
  return {
    configs: groups
      .filter(({ passedThrough }) => passedThrough.length > 0)
      .map(({ name, nodes, passedThrough }) => ({
        config: { name, file: `haproxy-${nodes}.cfg` },
        text: haproxyConfig(passedThrough, settings.loopback),
      })),
    daemonSets: groups.map((group) => [`daemonset-${group.nodes}.yaml`, daemonSet(group, settings)]),
  };
}

function design(settings: ProxySettings): Parts {
  const config = { name: DESIGN_NAME, file: 'haproxy.cfg' };
  return {
    configs: [{ config, text: designConfig(settings.components, settings.loopback) }],
    daemonSets: [['daemonset.yaml', designDaemonSet(settings)]],
  };
}
