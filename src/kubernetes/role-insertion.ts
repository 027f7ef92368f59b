import { lineEndingOf } from '../repository/source-file.ts';
import { openBlocks } from './helm-place.ts';
import { addWords } from './role-extension.ts';
import { type RoleSource, rulesIn } from './role-source.ts';
import { printInStyle, ruleStyle } from './role-style.ts';
import { grants, type PolicyRule, ruleKey } from './rules.ts';

/** A piece of text that replaces `start..end` of a file, in UTF-16 units. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/**
 * How a role would be made to grant what it does not grant yet (facts D5), in its own style: a word more in the rule
 * that already speaks of that resource, else a rule of its own. In a role whose rules stand in controller-gen's order
 * it goes where controller-gen would print it, in any other one behind the last rule; in a template before the block in
 * which that rule stands.
 *
 * @param mergesResources controller-gen from 0.16 on wrote the file: a rule that differs in resources alone is extended.
 * @throws never; a role without a place for rules gives no splice, see {@link isExtensible}.
 */
export function insertRules(
  role: RoleSource,
  wanted: readonly PolicyRule[],
  { mergesResources }: { readonly mergesResources: boolean },
): Splice[] {
  const present = rulesIn(role);
  const missing = wanted.filter((rule) => !grants(present, rule));
  const extended = missing.map((rule) => addWords(role, rule, mergesResources));
  const fresh = missing.filter((_, index) => extended[index] === undefined);
  return [...extended.filter((splice) => splice !== undefined), ...newRules(role, fresh)];
}

/** Whether rules can be written into a role: an aggregated one is filled by the cluster. */
export function isExtensible(role: RoleSource): boolean {
  return !role.aggregated && (role.node === undefined || isBlock(role) || role.rules.length === 0);
}

function isBlock(role: RoleSource): boolean {
  return role.node?.flow !== true;
}

/** Rules with the same place become one splice, so that their order is certain. */
function newRules(role: RoleSource, rules: readonly PolicyRule[]): Splice[] {
  const byPlace = new Map<number, PolicyRule[]>();
  for (const rule of rules) {
    const index = outsideOfBlocks(role, placeOf(role, rule));
    byPlace.set(index, [...(byPlace.get(index) ?? []), rule]);
  }
  return [...byPlace].map(([index, group]) => spliceAt(role, index, group));
}

/** Index of the rule that the new one goes before; the number of rules for the end. */
function placeOf(role: RoleSource, rule: PolicyRule): number {
  const keys = rulesIn(role).map(ruleKey);
  const before = keys.findIndex((key) => key > ruleKey(rule));
  return before === -1 || !isOrdered(keys) ? keys.length : before;
}

/**
 * Rules of the group `""` may stand behind others: to v0.15 controller-gen sorted them as `core`, and printed `""`
 * afterwards (facts D4). They say nothing of the order.
 */
function isOrdered(keys: readonly string[]): boolean {
  const named = keys.filter((key) => !key.startsWith(' + '));
  return named.every((key, index) => index === 0 || (named[index - 1] ?? '') <= key);
}

/** The same place, or the last one before it of which no condition or loop of a template decides. */
function outsideOfBlocks({ file: { text }, place, rules }: RoleSource, index: number): number {
  const from = text.lastIndexOf('rules:', place?.start);
  const isOutside = (at: number | undefined) =>
    at === undefined || openBlocks(text.slice(from, text.lastIndexOf('\n', at - 1) + 1)) === 0;
  const end = rules.at(-1)?.node?.range?.[1];
  if (index === rules.length ? isOutside(end) : isOutside(rules[index]?.node?.range?.[0])) return index;
  const before = rules.slice(0, index).findLastIndex(({ node }) => isOutside(node?.range?.[0]));
  return before === -1 ? index : before;
}

function spliceAt(role: RoleSource, index: number, rules: readonly PolicyRule[]): Splice {
  const text = role.file.text;
  const lineEnding = lineEndingOf(text);
  const style = ruleStyle(role, index);
  const printed = rules.map((rule) => printInStyle(rule, style, lineEnding)).join(lineEnding);
  const next = role.rules[index]?.node?.range;
  if (next) {
    const at = startOfItem(text, next[0], style.column);
    return { start: at, end: at, replacement: printed + lineEnding };
  }
  const last = role.rules.at(-1)?.node?.range;
  if (last) return behindLine(text, last[1], printed, lineEnding);
  return intoEmpty(role, printed, lineEnding);
}

function intoEmpty(role: RoleSource, printed: string, lineEnding: string): Splice {
  const text = role.file.text;
  const empty = role.place;
  if (!empty) {
    return behindLine(text, role.end, `rules:${lineEnding}${printed}`, lineEnding);
  }
  const start = text.slice(0, empty.start).trimEnd().length;
  return { start, end: Math.max(start, empty.end), replacement: lineEnding + printed };
}

/** The start of the line with an item's dash, or of the comment lines directly above it that are indented alike. */
function startOfItem(text: string, valueStart: number, column: number): number {
  let start = text.lastIndexOf('\n', valueStart - 1) + 1;
  for (;;) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (start === 0 || !new RegExp(`^ {${column}}#`).test(text.slice(above, start))) return start;
    start = above;
  }
}

/** Behind the line in which a value ends: a comment on it stays where it is. */
function behindLine(text: string, valueEnd: number, printed: string, lineEnding: string): Splice {
  const content = text.slice(0, valueEnd).trimEnd().length;
  const newline = text.indexOf('\n', content);
  if (newline === -1) return { start: text.length, end: text.length, replacement: lineEnding + printed };
  return { start: newline + 1, end: newline + 1, replacement: printed + lineEnding };
}
