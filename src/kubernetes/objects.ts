import { type Document, isMap } from 'yaml';
import type { Repository } from '../repository/repository.ts';
import { textAt, tryParseYaml, type YamlFile } from './yaml-file.ts';

/** A Kubernetes object in a YAML file. */
export interface KubernetesObject {
  readonly file: YamlFile;
  /** Index of its document in the file, from 0. */
  readonly index: number;
  readonly document: Document.Parsed;
  readonly apiVersion: string;
  readonly kind: string;
  /** metadata.name, '' where there is none (generateName, or a template). */
  readonly name: string;
  readonly namespace: string | undefined;
}

const files = new WeakMap<Repository, Map<string, readonly KubernetesObject[]>>();

/**
 * The Kubernetes objects of a file, in its order. Empty for a file that is missing, broken, a template, or without
 * `kind` and `apiVersion`. Cached per repository value.
 */
export function objectsOf(repository: Repository, path: string): readonly KubernetesObject[] {
  const known = files.get(repository) ?? new Map<string, readonly KubernetesObject[]>();
  files.set(repository, known);
  const objects = known.get(path) ?? readObjects(repository, path);
  known.set(path, objects);
  return objects;
}

function readObjects(repository: Repository, path: string): readonly KubernetesObject[] {
  const source = repository.tryRead(path);
  if (!source || !/^\s*["']?kind["']?\s*:|[{,]\s*"?kind"?\s*:/m.test(source.text)) return [];
  const file = tryParseYaml(source);
  return file?.documents.flatMap((document, index) => objectOf(file, document, index)) ?? [];
}

function objectOf(file: YamlFile, document: Document.Parsed, index: number): KubernetesObject[] {
  const root = document.contents;
  const kind = textAt(root, ['kind']);
  const apiVersion = textAt(root, ['apiVersion']);
  if (!isMap(root) || !kind || !apiVersion) return [];
  const name = textAt(root, ['metadata', 'name']) ?? '';
  return [
    { file, index, document, apiVersion, kind, name, namespace: textAt(root, ['metadata', 'namespace']) },
  ];
}
