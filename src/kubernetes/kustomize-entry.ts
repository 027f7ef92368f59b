/** The fields of a kustomization that name files. */
export type KustomizeField =
  | 'resources'
  | 'bases'
  | 'components'
  | 'crds'
  | 'patchesStrategicMerge'
  | 'patches'
  | 'patchesJson6902'
  | 'configurations'
  | 'generators'
  | 'transformers'
  | 'validators'
  | 'replacements'
  | 'configMapGenerator'
  | 'secretGenerator';

/** What an entry stands for. `missing` files may be made at build time; `outside` leaves the repository. */
export type EntryKind = 'file' | 'kustomization' | 'inline' | 'remote' | 'missing' | 'outside';

/** The object that a patch is for; each part may be absent, and is then free. Name and namespace are regular expressions. */
export interface PatchTarget {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** One item of a kustomization, with its place in the text. Offsets are UTF-16 units. */
export interface KustomizeEntry {
  readonly field: KustomizeField;
  readonly kind: EntryKind;
  /** As written: a path, an address, or the text of an inline patch. */
  readonly value: string;
  /** Path of the file it names, or of the kustomization.yaml of the folder it names; for `file` and `kustomization`. */
  readonly target: string | undefined;
  /** Of patches with `target`. */
  readonly patchTarget: PatchTarget | undefined;
  /** The value itself: `auth_proxy_role.yaml`, or the scalar of an inline patch. */
  readonly start: number;
  readonly end: number;
  /** The whole item: from the start of its first line (with the dash) to behind its last line ending. */
  readonly lineStart: number;
  readonly lineEnd: number;
  /** The item stands in a flow sequence `[a, b]`: its lines are not its own, `lineStart..lineEnd` is the value alone. */
  readonly flow: boolean;
  /** Position in its list, from 0, and how many the list has. */
  readonly index: number;
  readonly siblings: number;
}
