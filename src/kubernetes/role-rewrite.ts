import { diffLines } from 'diff';
import { lineEndingOf } from '../repository/source-file.ts';
import type { Splice } from './role-insertion.ts';
import { rolesOf } from './role-source.ts';
import { DIAGNOSTICS_RULES, grants, type PolicyRule } from './rules.ts';
import { tryParseYaml } from './yaml-file.ts';

/**
 * The splices that make of a role file what controller-gen will write (`after`), if the file is what it writes today
 * (`before`) but for the diagnostics rules, which a person may have put in, and for white space at line ends.
 * Undefined where it differs in more: then it must be edited, not rewritten.
 */
export function rewriteRole(text: string, before: string, after: string): Splice[] | undefined {
  // Mostly it is that to the byte: then neither text needs to be parsed.
  if (text !== before && withoutDiagnostics(text) !== withoutDiagnostics(before)) return undefined;
  return spliceLines(text, lineEndingOf(text) === '\r\n' ? after.replaceAll('\n', '\r\n') : after);
}

/** The changed lines between two texts, as splices of the first. */
export function spliceLines(text: string, wanted: string): Splice[] {
  const splices: { start: number; end: number; replacement: string }[] = [];
  let at = 0;
  for (const part of diffLines(text, wanted)) {
    const last = splices.at(-1);
    if (!part.added && !part.removed) at += part.value.length;
    else if (part.removed) {
      splices.push({ start: at, end: at + part.value.length, replacement: '' });
      at += part.value.length;
    } else if (last && last.end === at && last.replacement === '') last.replacement = part.value;
    else splices.push({ start: at, end: at, replacement: part.value });
  }
  return splices;
}

/** Whether a rule is there for the diagnostics endpoint alone. */
export function isForDiagnostics(rule: PolicyRule): boolean {
  return DIAGNOSTICS_RULES.some((wanted) => grants([rule], wanted)) && grants(DIAGNOSTICS_RULES, rule);
}

function withoutDiagnostics(text: string): string {
  const file = tryParseYaml({ path: '', text, mode: 0 });
  const items = file ? rolesOf(file).flatMap((role) => role.rules) : [];
  const cuts = items.flatMap(({ rule, node }) =>
    node?.range && isForDiagnostics(rule) ? [linesOf(text, node.range)] : [],
  );
  const kept = cuts.reduceRight((left, cut) => left.slice(0, cut.start) + left.slice(cut.end), text);
  return kept.replace(/(?<![ \t\r])[ \t\r]+$/gm, '');
}

function linesOf(text: string, range: readonly [number, number, number]): { start: number; end: number } {
  const content = text.slice(0, range[1]).trimEnd().length;
  const newline = text.indexOf('\n', content);
  return { start: text.lastIndexOf('\n', range[0] - 1) + 1, end: newline === -1 ? text.length : newline + 1 };
}
