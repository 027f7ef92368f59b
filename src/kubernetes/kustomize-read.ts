import { posix } from 'node:path';
import { isMap, isScalar, type Node, type YAMLSeq } from 'yaml';
import type { Repository } from '../repository/repository.ts';
import { labelRules } from './added-labels.ts';
import type { Kustomization } from './kustomize.ts';
import type { EntryKind, KustomizeEntry, KustomizeField, PatchTarget } from './kustomize-entry.ts';
import { nodeAt, seqAt, textAt, tryParseYaml, type YamlFile } from './yaml-file.ts';

/** The names kustomize looks for in a folder, in its order of preference. */
export const KUSTOMIZATION_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

/** Fields whose items are a path or, in some, an inline patch. */
const PATH_LISTS = [
  'resources',
  'bases',
  'components',
  'crds',
  'patchesStrategicMerge',
  'patches',
  'patchesJson6902',
  'configurations',
  'generators',
  'transformers',
  'validators',
  'replacements',
] as const;

const INLINE_KEYS = { patches: 'patch', patchesJson6902: 'patch', replacements: 'source' } as const;

/** Reads one kustomization, or answers undefined where the file is no YAML mapping (a template, a broken file). */
export function readKustomization(repository: Repository, path: string): Kustomization | undefined {
  const source = repository.tryRead(path);
  const file = source && tryParseYaml(source);
  const root = file?.documents[0]?.contents;
  if (!file || !isMap(root)) return undefined;
  const directory = posix.dirname(path);
  const entries = PATH_LISTS.flatMap((field) => entriesOfList(repository, file, directory, field, root));
  return {
    ...file,
    directory,
    entries: [...entries, ...generatorEntries(repository, file, directory, root)].sort(
      (a, b) => a.start - b.start,
    ),
    namePrefix: textAt(root, ['namePrefix']) ?? '',
    nameSuffix: textAt(root, ['nameSuffix']) ?? '',
    namespace: textAt(root, ['namespace']),
    labels: labelRules(root),
  };
}

function entriesOfList(
  repository: Repository,
  file: YamlFile,
  directory: string,
  field: (typeof PATH_LISTS)[number],
  root: Node,
): KustomizeEntry[] {
  const list = seqAt(root, [field]);
  if (!list) return [];
  return list.items.flatMap((item, index) => {
    const value = valueOfItem(field, item);
    if (!value) return [];
    return [entryOf(repository, file, directory, { field, list, index, value, item: item as Node })];
  });
}

/** The scalar that names a file or holds a patch: the item itself, its `path`, or its inline text. */
function valueOfItem(field: (typeof PATH_LISTS)[number], item: unknown): Node | undefined {
  if (isScalar(item)) return item;
  const path = nodeAt(item, ['path']);
  if (isScalar(path)) return path;
  if (!(field in INLINE_KEYS)) return undefined;
  return nodeAt(item, [INLINE_KEYS[field as keyof typeof INLINE_KEYS]]);
}

function generatorEntries(
  repository: Repository,
  file: YamlFile,
  directory: string,
  root: Node,
): KustomizeEntry[] {
  const found: KustomizeEntry[] = [];
  for (const field of ['configMapGenerator', 'secretGenerator'] as const) {
    for (const generator of seqAt(root, [field])?.items ?? []) {
      for (const key of ['files', 'envs']) {
        const list = seqAt(generator, [key]);
        list?.items.forEach((item, index) => {
          if (isScalar(item))
            found.push(entryOf(repository, file, directory, { field, list, index, value: item, item }));
        });
      }
    }
  }
  return found;
}

interface Place {
  readonly field: KustomizeField;
  readonly list: YAMLSeq;
  readonly index: number;
  readonly value: Node;
  readonly item: Node;
}

function entryOf(repository: Repository, file: YamlFile, directory: string, place: Place): KustomizeEntry {
  const value = isScalar(place.value) ? String(place.value.value ?? '') : '';
  const [start = 0, end = 0] = place.value.range ?? [];
  const lines = place.list.flow ? { lineStart: start, lineEnd: end } : linesOf(file.text, place.item);
  const isText = place.item === place.value || nodeAt(place.item, ['path']) === place.value;
  const resolved = isText ? resolve(repository, directory, place.field, value) : { kind: 'inline' as const };
  return {
    field: place.field,
    kind: resolved.kind,
    value,
    target: resolved.target,
    patchTarget: patchTargetOf(place.item),
    start,
    end,
    ...lines,
    flow: place.list.flow === true,
    index: place.index,
    siblings: place.list.items.length,
  };
}

/** From the dash of a block item to behind its last line ending. */
function linesOf(text: string, item: Node): { lineStart: number; lineEnd: number } {
  const [start = 0, end = 0] = item.range ?? [];
  const dash = text.lastIndexOf('-', start - 1);
  const lineStart = text.lastIndexOf('\n', dash) + 1;
  const last = start + text.slice(start, end).trimEnd().length;
  const newline = text.indexOf('\n', last);
  return { lineStart, lineEnd: newline === -1 ? text.length : newline + 1 };
}

/** Local files win over addresses, as in kustomize's loader. A path never leaves the repository. */
function resolve(
  repository: Repository,
  directory: string,
  field: KustomizeField,
  value: string,
): { kind: EntryKind; target?: string } {
  if (/\n|:\s|^\s*$/.test(value)) return { kind: 'inline' };
  const written = field.endsWith('Generator') ? value.replace(/^[^=]*=/, '') : value;
  const path = posix.join(directory, written.replace(/(?<!\/)\/+$/, ''));
  if (posix.isAbsolute(written) || path === '..' || path.startsWith('../')) return { kind: 'outside' };
  if (repository.has(path)) return { kind: 'file', target: path };
  const kustomization = KUSTOMIZATION_NAMES.map((name) => posix.join(path, name)).find((it) =>
    repository.has(it),
  );
  if (kustomization) return { kind: 'kustomization', target: kustomization };
  return { kind: isRemote(written) ? 'remote' : 'missing' };
}

function isRemote(value: string): boolean {
  return /:\/\/|^git@|^git::|[?&](ref|version)=|^[\w-]+(\.[\w-]+)+\/[^/]+\/[^/]+/.test(value);
}

function patchTargetOf(item: Node): PatchTarget | undefined {
  const target = nodeAt(item, ['target']);
  if (!isMap(target)) return undefined;
  const parts = ['group', 'version', 'kind', 'name', 'namespace'] as const;
  return Object.fromEntries(
    parts.flatMap((part) => {
      const text = textAt(target, [part]);
      return text === undefined ? [] : [[part, text]];
    }),
  );
}

/** Whether a file is a kustomization by its name. */
export function isKustomizationPath(path: string): boolean {
  return KUSTOMIZATION_NAMES.includes(posix.basename(path) as (typeof KUSTOMIZATION_NAMES)[number]);
}
