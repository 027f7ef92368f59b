import type { Rule } from './rule.ts';

/** All rules, in the order of the report. A new rule is a folder of `src/rules/` and a line here. */
export const rules: readonly Rule[] = [];
