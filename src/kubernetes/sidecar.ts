import { isMap } from 'yaml';
import { type AuthProxySettings, authProxySettings } from './auth-proxy-settings.ts';
import { readContainer } from './container.ts';
import type { JsonPatchOperation, JsonPatchSource } from './json-patch.ts';
import { isAuthProxy } from './manager-container.ts';
import type { DeploymentRendering } from './manager-manifests.ts';
import type { DeclaredPort } from './services.ts';
import type { ContainerSource, WorkloadSource } from './workload.ts';
import { nodeAt, type YamlFile } from './yaml-file.ts';

/** One text that speaks of a sidecar: the container in the Deployment, or a patch that adds or changes it. */
export interface SidecarPart {
  readonly file: YamlFile;
  readonly container: ContainerSource;
  /** The workload that holds it; undefined for the value of a JSON6902 operation. */
  readonly workload: WorkloadSource | undefined;
}

/** A kube-rbac-proxy beside the manager in one overlay, put together from all that speaks of it. */
export interface Sidecar {
  readonly rendering: DeploymentRendering;
  readonly names: ReadonlySet<string | undefined>;
  readonly parts: readonly SidecarPart[];
  /** The part that lists its arguments, else the one with its image, else the first. */
  readonly definition: SidecarPart;
  readonly settings: AuthProxySettings;
  /** Where others reach it: the ports that it declares and the one on which it listens. */
  readonly ports: readonly DeclaredPort[];
}

/** The kube-rbac-proxy that an overlay really brings; undefined where it brings none. */
export function sidecarOf(rendering: DeploymentRendering): Sidecar | undefined {
  const workloads = [rendering.deployment, ...rendering.patches];
  const all: SidecarPart[] = [
    ...workloads.flatMap((workload) =>
      workload.containers.map((container) => ({ file: workload.file, container, workload })),
    ),
    ...rendering.jsonPatches.flatMap(addedBy),
  ];
  const names = new Set(all.filter((it) => isAuthProxy(it.container)).map((it) => it.container.name));
  const parts = all.filter((it) => names.has(it.container.name));
  const definition =
    parts.findLast((it) => it.container.args !== undefined) ??
    parts.find((it) => it.container.image !== undefined) ??
    parts[0];
  if (!definition) return undefined;
  const settings = authProxySettings(definition.container);
  const listen = settings.listenPort === undefined ? [] : [{ name: undefined, number: settings.listenPort }];
  const ports = [...parts.flatMap((it) => it.container.ports), ...listen];
  return { rendering, names, parts, definition, settings, ports };
}

function addedBy({ file, operations }: JsonPatchSource): SidecarPart[] {
  return operations.flatMap((operation) => {
    const container = containerAddedBy(file, operation);
    return container ? [{ file, container, workload: undefined }] : [];
  });
}

/** The container that a JSON6902 operation brings; undefined where it is about something else. */
export function containerAddedBy(
  file: YamlFile,
  { op, node }: JsonPatchOperation,
): ContainerSource | undefined {
  const document = file.documents[0];
  const value = nodeAt(node, ['value']);
  if (op === 'remove' || op === 'test' || !document || !isMap(value)) return undefined;
  return readContainer(document, value, 0);
}
