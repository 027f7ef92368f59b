import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { diagCodemod } from '../../tools/cli.ts';
import { describe, run } from '../../tools/command.ts';
import { kustomize } from '../../tools/kustomize.ts';
import { pathOf } from '../../tools/required.ts';
import { emptyFolder } from '../../tools/tree.ts';

/** The parts of a Kubernetes object that the tests look at. */
export interface Manifest {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly template: { readonly spec: PodSpec } };
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly volumes?: readonly { readonly configMap: { readonly name: string } }[];
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
}

/** Generates a folder with the built command line. */
export async function generate(...options: string[]): Promise<string> {
  const folder = join(emptyFolder(), 'proxy');
  const result = await diagCodemod(['metrics-proxy', '--output', folder, ...options]);
  if (result.code !== 0) throw new Error(describe(result));
  return folder;
}

/** What kustomize makes of a folder. */
export async function rendered(folder: string): Promise<readonly Manifest[]> {
  const built = await run(pathOf(await kustomize()), ['build', folder]);
  if (built.code !== 0) throw new Error(describe(built));
  return parseAllDocuments(built.stdout).map((document) => document.toJS() as Manifest);
}

const CLUSTER_WIDE = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding']);

/** Where the API server keeps an object. */
export function pathOfObject({ kind, apiVersion, metadata }: Manifest): string {
  const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const namespace = CLUSTER_WIDE.has(kind) ? '' : `/namespaces/${metadata.namespace}`;
  return `${group}${namespace}/${kind.toLowerCase()}s/${metadata.name}`;
}
