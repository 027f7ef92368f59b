import type { Rule } from '../../migration/rule.ts';
import { managersWith } from '../code-state.ts';

/** Facts B: the filter asks for a token, which then crosses the network in clear. */
export const rule: Rule = {
  id: 'filter-without-secure-serving',
  level: 'error',
  repairedBy: 'manager-code',
  check(input) {
    return managersWith('filter-without-https', input).map(({ decision, place }) => ({
      ...place,
      cause: decision.manager.entryPoint,
      message: 'FilterProvider is set without SecureServing: tokens are sent over plain http',
      fix: 'Set SecureServing to true beside it.',
    }));
  },
};
