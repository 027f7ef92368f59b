import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtOnce, runHeavy, type Tool } from './cache.ts';
import type { CommandResult } from './command.ts';

/** The Kubernetes of the live tests, and the etcd that its go.mod asks for. */
const KUBERNETES = '1.35.4';
const ETCD = '3.6.5';
const AUTH_PROXY = '0.19.1';

export type KubernetesProgram =
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kube-proxy'
  | 'etcd';

/**
 * A program of Kubernetes, from the cache or built into it. The programs that are released as downloads cannot be had everywhere
 * where Go modules can. kube-apiserver takes seven minutes of two cores on a cold machine, the others less than one each after it.
 */
export function kubernetesProgram(name: KubernetesProgram): Promise<Tool> {
  const main = name === 'etcd' ? 'go.etcd.io/etcd/server/v3' : `k8s.io/kubernetes/cmd/${name}`;
  return builtOnce(nameInCache(name), (folder, target) =>
    inModule(folder, 'k8s.io/kubernetes', KUBERNETES, (cwd) =>
      runHeavy('go', ['build', '-mod=mod', '-trimpath', '-ldflags', linkerFlags(), '-o', target, main], {
        cwd,
        timeout: 3_600_000,
      }),
    ),
  );
}

/** kube-rbac-proxy cannot be installed by its path, as its go.mod replaces a module: it is built in the same way. */
export function kubeRbacProxy(): Promise<Tool> {
  const module = 'github.com/brancz/kube-rbac-proxy';
  return builtOnce(nameInCache('kube-rbac-proxy'), (folder, target) =>
    inModule(folder, module, AUTH_PROXY, (cwd) =>
      runHeavy(
        'go',
        [
          'build',
          '-mod=mod',
          '-trimpath',
          '-ldflags',
          '-s -w',
          '-o',
          target,
          `${module}/cmd/kube-rbac-proxy`,
        ],
        { cwd, timeout: 3_600_000 },
      ),
    ),
  );
}

/** Builds everything that is not there yet, one after the other; answers why something could not be built. */
export async function buildAll(): Promise<readonly string[]> {
  const names = [
    'kube-apiserver',
    'etcd',
    'kube-controller-manager',
    'kube-scheduler',
    'kube-proxy',
  ] as const;
  const reasons: string[] = [];
  for (const build of [...names.map((name) => () => kubernetesProgram(name)), kubeRbacProxy]) {
    const tool = await build();
    if ('missing' in tool) reasons.push(tool.missing);
  }
  return reasons;
}

/** The file in the cache: it names the version, so that another one is built beside it. */
export function nameInCache(name: KubernetesProgram | 'kube-rbac-proxy'): string {
  const version = name === 'etcd' ? ETCD : name === 'kube-rbac-proxy' ? AUTH_PROXY : KUBERNETES;
  return `${name}-v${version}`;
}

/** A module of our own with the requirements of another one: its replacements by folders become the matching releases. */
async function inModule(
  folder: string,
  module: string,
  version: string,
  build: (cwd: string) => Promise<CommandResult>,
): Promise<CommandResult> {
  const downloaded = await runHeavy('go', ['mod', 'download', '-json', `${module}@v${version}`], {
    cwd: folder,
  });
  if (downloaded.code !== 0) return downloaded;
  const cwd = join(folder, 'module');
  mkdirSync(cwd);
  const { GoMod } = JSON.parse(downloaded.stdout) as { readonly GoMod: string };
  writeFileSync(join(cwd, 'go.mod'), requirements(readFileSync(GoMod, 'utf8'), version));
  const required = await runHeavy('go', ['mod', 'edit', `-require=${module}@v${version}`], { cwd });
  return required.code === 0 ? build(cwd) : required;
}

/** Kubernetes requires its staging modules as v0.0.0 and replaces them by folders: v0.35.4 is what 1.35.4 releases. */
function requirements(goMod: string, version: string): string {
  return goMod
    .replace(/^module .*$/m, 'module example.invalid/tools')
    .replaceAll(/^.*=> \.\/staging\/.*\n/gm, '')
    .replaceAll(/^(\s*k8s\.io\/[a-z-]+) v0\.0\.0(?=\s|$)/gm, `$1 v0.${version.replace(/^1\./, '')}`);
}

/** Without its version in it kube-apiserver calls itself v0.0.0, which clients refuse. */
function linkerFlags(): string {
  const [major, minor] = KUBERNETES.split('.');
  const component = 'k8s.io/component-base/version';
  const stamps = [
    `${component}.gitVersion=v${KUBERNETES}`,
    `${component}.gitMajor=${major}`,
    `${component}.gitMinor=${minor}`,
    `k8s.io/client-go/pkg/version.gitVersion=v${KUBERNETES}`,
  ];
  return ['-s', '-w', ...stamps.map((stamp) => `-X ${stamp}`)].join(' ');
}
