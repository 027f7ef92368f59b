import { type Document, isMap, type YAMLMap } from 'yaml';
import type { Repository } from '../repository/repository.ts';
import type { SourceFile } from '../repository/source-file.ts';
import { pairsOf } from './added-labels.ts';
import { readContainer } from './container.ts';
import type { WorkloadSource } from './workload.ts';
import { mapAt, seqAt, textAt, tryParseYaml, type YamlFile } from './yaml-file.ts';
import { documentParts, parseYamlPart } from './yaml-part.ts';

/** Before it is known what part it plays and which container runs the manager. */
export type RawWorkload = Omit<WorkloadSource, 'role' | 'container'>;

/**
 * A document that may be a workload: this is decided before anything is parsed. Only the first column counts: cluster
 * templates hold static pods inside of other text, and are expensive to parse.
 */
const WORKLOAD_KIND =
  /^\uFEFF?["']?kind["']?:[ \t]*["']?(Deployment|StatefulSet|DaemonSet|ReplicaSet|Pod)\b/m;

/** A document that is indented as a whole: its first key tells how far. */
const INDENTED = /^\uFEFF?(?:(?:[ \t]*(?:#.*)?|---.*)\r?\n)*( {1,8})[\w"']+:/;

function mayBeWorkload(text: string): boolean {
  if (WORKLOAD_KIND.test(text)) return true;
  const indent = INDENTED.exec(text)?.[1];
  return indent !== undefined && WORKLOAD_KIND.test(text.replaceAll(`\n${indent}`, '\n'));
}

const OLM_KIND = /^kind:[ \t]*["']?ClusterServiceVersion\b/m;

const known = new WeakMap<SourceFile, readonly RawWorkload[]>();

/**
 * The workloads of a file (patches of them too), in its order; [] for a file that holds none, or that is no YAML.
 * Cached for each file that was read.
 */
export function workloadsIn(repository: Repository, path: string): readonly RawWorkload[] {
  const file = repository.tryRead(path);
  if (!file) return [];
  const workloads = known.get(file) ?? readWorkloads(file);
  known.set(file, workloads);
  return workloads;
}

/** The workloads of one file that was read. Only the documents that hold one are parsed. */
export function readWorkloads(file: SourceFile): readonly RawWorkload[] {
  if (OLM_KIND.test(file.text)) return installedWorkloads(file);
  if (!mayBeWorkload(file.text)) return [];
  return documentParts(file.text).flatMap((part) => {
    if (!mayBeWorkload(file.text.slice(part.start, part.end))) return [];
    const parsed = parseYamlPart(file, part);
    return parsed?.documents.flatMap((document) => workloadOf(parsed, document)) ?? [];
  });
}

/** The Deployments that OLM makes of a ClusterServiceVersion: each an entry with a name and a spec. */
function installedWorkloads(file: SourceFile): readonly RawWorkload[] {
  const parsed = tryParseYaml(file);
  return (
    parsed?.documents.flatMap((document) => {
      const list = seqAt(document.contents, ['spec', 'install', 'spec', 'deployments'])?.items ?? [];
      return list.filter(isMap).map((node) =>
        describe(parsed, document, node, {
          kind: 'Deployment',
          name: textAt(node, ['name']),
          namespace: undefined,
        }),
      );
    }) ?? []
  );
}

/** The workload that a document is, or nothing. */
export function workloadOf(file: YamlFile, document: Document): RawWorkload[] {
  const node = document.contents;
  const kind = textAt(node, ['kind']);
  if (!isMap(node) || !kind || !/^(Deployment|StatefulSet|DaemonSet|ReplicaSet|Pod)$/.test(kind)) return [];
  const identity = {
    kind,
    name: textAt(node, ['metadata', 'name']),
    namespace: textAt(node, ['metadata', 'namespace']),
  };
  return [describe(file, document, node, identity)];
}

function describe(
  file: YamlFile,
  document: Document,
  node: YAMLMap,
  {
    kind,
    name = '',
    namespace,
  }: { readonly kind: string; readonly name: string | undefined; readonly namespace: string | undefined },
): RawWorkload {
  const podSpec = mapAt(node, kind === 'Pod' ? ['spec'] : ['spec', 'template', 'spec']);
  const podMetadata = kind === 'Pod' ? ['metadata'] : ['spec', 'template', 'metadata'];
  const containers = seqAt(podSpec, ['containers'])?.items ?? [];
  return {
    file,
    path: file.path,
    kind,
    name,
    namespace,
    node,
    podSpec,
    serviceAccountName: textAt(podSpec, ['serviceAccountName']) ?? textAt(podSpec, ['serviceAccount']),
    podLabels: pairsOf(mapAt(node, [...podMetadata, 'labels'])),
    containers: containers.flatMap((item, index) =>
      isMap(item) ? [readContainer(document, item, index)] : [],
    ),
  };
}
