import { isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { DIAGNOSTICS_RULES, grants, type PolicyRule } from './rules.ts';
import { mapAt, nodeAt, seqAt, textAt, type YamlFile } from './yaml-file.ts';

/** One rule as it is written. */
export interface RuleSource {
  readonly rule: PolicyRule;
  /** Undefined for an item that is no mapping. */
  readonly node: YAMLMap | undefined;
}

/** A Role or ClusterRole in a file. */
export interface RoleSource {
  readonly file: YamlFile;
  /** Index of its document in the file, from 0. */
  readonly index: number;
  readonly kind: 'ClusterRole' | 'Role';
  readonly name: string;
  readonly namespace: string | undefined;
  /** The value of `rules`; undefined where the role has none. */
  readonly node: YAMLSeq | undefined;
  readonly rules: readonly RuleSource[];
  /** Range of the value of `rules`, also where it is empty; undefined without that key. */
  readonly place: { readonly start: number; readonly end: number } | undefined;
  /** Where the role's text ends, in UTF-16 units of the file. */
  readonly end: number;
  /** Its rules are filled in by the cluster from other roles: what is written here is overwritten. */
  readonly aggregated: boolean;
}

/** The roles of a file, in its order. */
export function rolesOf(file: YamlFile): RoleSource[] {
  return file.documents.flatMap((document, index) => {
    const root = document.contents;
    const kind = textAt(root, ['kind']);
    if (kind !== 'ClusterRole' && kind !== 'Role') return [];
    const name = textAt(root, ['metadata', 'name']) ?? '';
    const namespace = textAt(root, ['metadata', 'namespace']);
    const aggregated = mapAt(root, ['aggregationRule']) !== undefined;
    return [{ ...rulesAt(file, root), index, kind, name, namespace, aggregated }];
  });
}

/**
 * The ClusterRoles that OLM makes of a ClusterServiceVersion (`clusterPermissions`). Each is called by the ServiceAccount
 * that gets it.
 */
export function installedRoles(file: YamlFile): RoleSource[] {
  return file.documents.flatMap((_, index) => permissionsAt(file, index, 'clusterPermissions'));
}

/**
 * The Roles of a ClusterServiceVersion (`permissions`) that OLM makes ClusterRoles of where the operator is installed for
 * all namespaces, as its installModes allow.
 */
export function liftedRoles(file: YamlFile): RoleSource[] {
  return file.documents.flatMap(({ contents }, index) => {
    const modes = seqAt(contents, ['spec', 'installModes'])?.items ?? [];
    const everywhere = modes.some(
      (mode) => textAt(mode, ['type']) === 'AllNamespaces' && textAt(mode, ['supported']) === 'true',
    );
    return everywhere ? permissionsAt(file, index, 'permissions') : [];
  });
}

function permissionsAt(
  file: YamlFile,
  index: number,
  list: 'clusterPermissions' | 'permissions',
): RoleSource[] {
  const entries = seqAt(file.documents[index]?.contents, ['spec', 'install', 'spec', list])?.items ?? [];
  return entries.map((entry): RoleSource => {
    const name = textAt(entry, ['serviceAccountName']) ?? '';
    return {
      ...rulesAt(file, entry),
      index,
      kind: 'ClusterRole',
      name,
      namespace: undefined,
      aggregated: false,
    };
  });
}

function rulesAt(
  file: YamlFile,
  holder: unknown,
): Pick<RoleSource, 'file' | 'node' | 'rules' | 'place' | 'end'> {
  const node = seqAt(holder, ['rules']);
  const end = (holder as Node | null)?.range?.[1] ?? file.text.length;
  return {
    file,
    node,
    rules: (node?.items ?? []).map(readRule),
    place: placeOf(nodeAt(holder, ['rules'])),
    end,
  };
}

/** Whether a role lets its holder create both reviews. */
export function allowsAll(role: RoleSource): boolean {
  return DIAGNOSTICS_RULES.every((wanted) => grants(rulesIn(role), wanted));
}

/** The rules of a role, without their places. */
export function rulesIn(role: RoleSource): PolicyRule[] {
  return role.rules.map(({ rule }) => rule);
}

function placeOf(node: Node | undefined): { start: number; end: number } | undefined {
  return node?.range ? { start: node.range[0], end: node.range[1] } : undefined;
}

function readRule(node: unknown): RuleSource {
  return {
    node: isMap(node) ? node : undefined,
    rule: {
      apiGroups: wordsAt(node, 'apiGroups'),
      resources: wordsAt(node, 'resources'),
      resourceNames: wordsAt(node, 'resourceNames'),
      nonResourceURLs: wordsAt(node, 'nonResourceURLs'),
      verbs: wordsAt(node, 'verbs'),
    },
  };
}

function wordsAt(rule: unknown, key: string): string[] {
  const list = nodeAt(rule, [key]);
  if (!isSeq(list)) return [];
  return list.items.flatMap((item) => (isScalar(item) ? [String(item.value ?? '')] : []));
}
