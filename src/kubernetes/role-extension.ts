import { isScalar, isSeq, type YAMLSeq } from 'yaml';
import { lineEndingOf } from '../repository/source-file.ts';
import type { Splice } from './role-insertion.ts';
import { printScalar } from './role-print.ts';
import type { RoleSource, RuleSource } from './role-source.ts';
import type { PolicyRule } from './rules.ts';
import { seqAt } from './yaml-file.ts';

/**
 * The word that an existing rule lacks to grant `wanted`: a verb where it speaks of exactly that resource, or the
 * resource where it has exactly that group and verb. Undefined where no rule is that near.
 */
export function addWords(role: RoleSource, wanted: PolicyRule, mergesResources: boolean): Splice | undefined {
  for (const rule of role.rules) {
    const missing = missingWord(rule, wanted, mergesResources);
    const list = missing && seqAt(rule.node, [missing.key]);
    if (list) return addItem(role.file.text, list, missing.word);
  }
  return undefined;
}

function missingWord(
  { rule }: RuleSource,
  wanted: PolicyRule,
  mergesResources: boolean,
): { key: 'verbs' | 'resources'; word: string } | undefined {
  if (rule.resourceNames.length > 0 || rule.nonResourceURLs.length > 0) return undefined;
  if (!isSame(rule.apiGroups, wanted.apiGroups)) return undefined;
  if (isSame(rule.resources, wanted.resources)) return { key: 'verbs', word: wanted.verbs[0] ?? '' };
  if (mergesResources && isSame(rule.verbs, wanted.verbs)) {
    return { key: 'resources', word: wanted.resources[0] ?? '' };
  }
  return undefined;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word) => other.includes(word));
}

/** Before the first greater word where the list is sorted, else last. */
function addItem(text: string, list: YAMLSeq, word: string): Splice | undefined {
  const items = list.items.filter(isScalar);
  const values = items.map((item) => String(item.value ?? ''));
  const sorted = values.every((value, index) => index === 0 || (values[index - 1] ?? '') <= value);
  const before = sorted ? items.find((_, index) => (values[index] ?? '') > word) : undefined;
  const near = before ?? items.at(-1);
  if (!near?.range || !isSeq(list)) return undefined;
  const [start, end] = near.range;
  const printed = quotedLike(text[start] ?? '', word);
  if (list.flow) {
    return before
      ? { start, end: start, replacement: `${printed}, ` }
      : { start: end, end, replacement: `, ${printed}` };
  }
  const dash = text.lastIndexOf('-', start - 1);
  const lineStart = text.lastIndexOf('\n', dash) + 1;
  const item = text.slice(lineStart, start) + printed;
  if (before) return { start: lineStart, end: lineStart, replacement: item + lineEndingOf(text) };
  const lineEnd = text.indexOf('\n', end);
  const at = lineEnd === -1 ? text.length : text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
  return { start: at, end: at, replacement: lineEndingOf(text) + item };
}

function quotedLike(first: string, word: string): string {
  return first === '"' || first === "'" ? first + word + first : printScalar(word);
}
