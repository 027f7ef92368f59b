import type { RenderedContainer, RenderedObject, RenderedPod, RenderedVolume } from '../rendered/rendered.ts';
import type { Mount } from './job.ts';

/** The folders that a container mounts, with the files that the render knows. A Secret that is made in the cluster holds a certificate. */
export function placesIn(
  { volumeMounts = [] }: RenderedContainer,
  pod: RenderedPod | undefined,
  objects: readonly RenderedObject[],
): readonly Mount[] {
  return volumeMounts.flatMap(({ name, mountPath }) => {
    const volume = pod?.volumes?.find((it) => it.name === name);
    return mountPath === undefined || volume === undefined ? [] : [mountOf(mountPath, volume, objects)];
  });
}

function mountOf(
  path: string,
  { secret, configMap, projected }: RenderedVolume,
  objects: readonly RenderedObject[],
): Mount {
  if (configMap) return { path, files: dataOf(objects, 'ConfigMap', configMap.name), certificate: false };
  if (secret) {
    const files = dataOf(objects, 'Secret', secret.secretName);
    return { path, files, certificate: Object.keys(files).length === 0 };
  }
  const tokens = (projected?.sources ?? []).flatMap(
    ({ serviceAccountToken }) => serviceAccountToken?.path ?? [],
  );
  return { path, files: Object.fromEntries(tokens.map((name) => [name, ''])), certificate: false };
}

function dataOf(
  objects: readonly RenderedObject[],
  kind: string,
  name: string | undefined,
): Record<string, string> {
  const found = objects.find((object) => object.kind === kind && object.metadata?.name === name);
  const encoded = Object.entries(found?.data ?? {}).map(([key, value]): [string, string] => {
    const text = String(value ?? '');
    return [key, kind === 'Secret' ? Buffer.from(text, 'base64').toString('utf8') : text];
  });
  const plain = Object.entries(found?.stringData ?? {}).map(([key, value]): [string, string] => [
    key,
    String(value ?? ''),
  ]);
  return Object.fromEntries([...encoded, ...plain]);
}
