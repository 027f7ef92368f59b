import type { RoleFormat } from './role-format.ts';
import type { PolicyRule } from './rules.ts';

/** A role as controller-gen writes it. */
export interface GeneratedRole {
  readonly kind: 'ClusterRole' | 'Role';
  readonly name: string;
  /** '' for a ClusterRole. */
  readonly namespace: string;
  readonly rules: readonly PolicyRule[];
}

/** The text of role.yaml, byte for byte what controller-gen of that format writes (facts D4). */
export function printRoles(roles: readonly GeneratedRole[], format: RoleFormat, header = ''): string {
  const separator = format.startsBlank ? '\n---\n' : '---\n';
  return header + roles.map((role) => separator + printRole(role, format)).join('');
}

/** One rule as a block sequence item, without indentation, ending in a line break. */
export function printRule(rule: PolicyRule): string {
  const lists = [
    ['apiGroups', rule.apiGroups],
    ['nonResourceURLs', rule.nonResourceURLs],
    ['resourceNames', rule.resourceNames],
    ['resources', rule.resources],
    ['verbs', rule.verbs],
  ] as const;
  const printed = lists
    .filter(([key, values]) => values.length > 0 || key === 'verbs')
    .map(([key, values]) => (values.length > 0 ? printList(key, values) : `${key}: null\n`));
  return printed.map((list, index) => (index === 0 ? '- ' : '  ') + list).join('');
}

/** A scalar in the spelling of the YAML library behind controller-gen: plain where it can be. */
export function printScalar(value: string): string {
  if (value === '') return '""';
  if (isOtherType(value)) return `"${value}"`;
  const plain =
    /^[^\s\-?:,[\]{}#&*!|>'"%@`][^\n]*$|^[-?:][^\s]/.test(value) && !/:(\s|$)|\s#|\s$/.test(value);
  return plain ? value : `'${value.replaceAll("'", "''")}'`;
}

function printRole(role: GeneratedRole, format: RoleFormat): string {
  return [
    'apiVersion: rbac.authorization.k8s.io/v1\n',
    `kind: ${role.kind}\n`,
    'metadata:\n',
    format.printsTimestamp ? '  creationTimestamp: null\n' : '',
    `  name: ${printScalar(role.name)}\n`,
    role.namespace ? `  namespace: ${printScalar(role.namespace)}\n` : '',
    'rules:\n',
    ...role.rules.map(printRule),
  ].join('');
}

function printList(key: string, values: readonly string[]): string {
  return `${key}:\n${values.map((value) => `  - ${printScalar(value)}\n`).join('')}`;
}

const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|~|<<|=|\.nan|[-+]?\.inf)$/i;
const NUMBER =
  /^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.[\d_]+)(?:e[-+]?\d+)?$|^[-+]?0(?:x[\da-f_]+|b[01_]+|o[0-7_]+)$/i;
const TIME = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?$|^\d{4}-\d\d?-\d\d?(?:[Tt \t].*)?$/;

/** What YAML 1.1 would read as a boolean, null, number, time or merge key. */
function isOtherType(value: string): boolean {
  return WORDS.test(value) || NUMBER.test(value) || TIME.test(value);
}
