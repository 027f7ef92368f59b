import type { RuleFinding } from '../migration/rule.ts';

/** Overlays share files: what stands at one place is one finding. */
export function distinct(findings: readonly RuleFinding[]): readonly RuleFinding[] {
  const byPlace = new Map(findings.map((it) => [`${it.path}:${it.line}:${it.column}`, it]));
  return [...byPlace.values()];
}
