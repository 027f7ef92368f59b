import { isMap, isSeq, type YAMLMap } from 'yaml';
import { textAt, type YamlFile } from './yaml-file.ts';

/** One operation of a JSON6902 patch. */
export interface JsonPatchOperation {
  readonly node: YAMLMap;
  readonly op: string;
  /** The pointer, split and unescaped: `/spec/template/spec/containers/0/args/-` gives seven words. */
  readonly pointer: readonly string[];
}

/** A JSON6902 patch of a workload, in a file of its own or inline in a kustomization (positions are those of the file). */
export interface JsonPatchSource {
  readonly file: YamlFile;
  readonly path: string;
  /** The kustomization that applies it; undefined where none does. */
  readonly kustomization: string | undefined;
  readonly operations: readonly JsonPatchOperation[];
}

/** Reads the operations of a JSON6902 patch; undefined where the text is something else. */
export function readJsonPatch(
  file: YamlFile,
  kustomization: string | undefined,
): JsonPatchSource | undefined {
  const list = file.documents[0]?.contents;
  if (!isSeq(list) || list.items.length === 0) return undefined;
  const operations = list.items.flatMap((item) => (isMap(item) ? operationOf(item) : []));
  if (operations.length !== list.items.length) return undefined;
  return { file, path: file.path, kustomization, operations };
}

function operationOf(node: YAMLMap): JsonPatchOperation[] {
  const op = textAt(node, ['op']);
  const path = textAt(node, ['path']);
  if (!op || !path?.startsWith('/')) return [];
  const pointer = path
    .slice(1)
    .split('/')
    .map((word) => word.replaceAll('~1', '/').replaceAll('~0', '~'));
  return [{ node, op, pointer }];
}
