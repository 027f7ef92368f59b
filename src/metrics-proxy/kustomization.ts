import { fileOf } from './lines.ts';

/** A ConfigMap that kustomize makes of a file; its name then follows the content, so that a change rolls the pods. */
export interface GeneratedConfig {
  readonly name: string;
  readonly file: string;
}

export function kustomization(
  namespace: string,
  resources: readonly string[],
  configs: readonly GeneratedConfig[],
): string {
  return fileOf([
    'apiVersion: kustomize.config.k8s.io/v1beta1',
    'kind: Kustomization',
    'resources:',
    ...resources.map((path) => `  - ${path}`),
    ...(configs.length > 0
      ? [
          '# Names end in a hash of the content: pods are replaced when a configuration changes.',
          'configMapGenerator:',
        ]
      : []),
    ...configs.flatMap(({ name, file }) => [
      `  - name: ${name}`,
      `    namespace: ${namespace}`,
      '    files:',
      `      - haproxy.cfg=${file}`,
    ]),
  ]);
}
