import { type Document, isMap } from 'yaml';
import type { Repository } from '../repository/repository.ts';
import type { SourceFile } from '../repository/source-file.ts';
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

const known = new WeakMap<SourceFile, readonly KubernetesObject[]>();

/**
 * The Kubernetes objects of a file, in its order. Empty for a file that is missing, broken, a template, without
 * `kind` and `apiVersion`, or that holds nothing but CRDs: they are long, and never matter here.
 * Cached for each file that was read.
 */
export function objectsOf(repository: Repository, path: string): readonly KubernetesObject[] {
  const source = repository.tryRead(path);
  if (!source) return [];
  const objects = known.get(source) ?? readObjects(source);
  known.set(source, objects);
  return objects;
}

function readObjects(source: SourceFile): readonly KubernetesObject[] {
  if (!/^[ \t]*["']?kind["']?\s*:|[{,]\s*"?kind"?\s*:/m.test(source.text) || holdsOnlyCrds(source.text))
    return [];
  const file = tryParseYaml(source);
  return file?.documents.flatMap((document, index) => objectOf(file, document, index)) ?? [];
}

/** Decided by the first column, where generated CRDs have their keys. */
function holdsOnlyCrds(text: string): boolean {
  const kinds = text.match(/^["']?kind["']?:.*$/gm) ?? [];
  return kinds.length > 0 && kinds.every((line) => /:[ \t]*["']?CustomResourceDefinition\b/.test(line));
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
