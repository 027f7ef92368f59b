import type { Rule } from '../../migration/rule.ts';
import { managersWith } from '../code-state.ts';
import { placeOfCode, placeText } from '../place.ts';

/** Facts B: the code looks secure, compiles and serves plain http. */
export const rule: Rule = {
  id: 'secure-options-never-passed',
  level: 'error',
  repairedBy: 'manager-code',
  check(input) {
    return managersWith('options-never-passed', input).map(({ decision, place }) => ({
      ...place,
      cause: decision.manager.entryPoint,
      message: `what is set up here never reaches the manager made at ${placeText(placeOfCode(decision.manager.source.call))}: its metrics stay on plain http`,
      fix: 'Give the secured options to NewManager as Metrics.',
    }));
  },
};
