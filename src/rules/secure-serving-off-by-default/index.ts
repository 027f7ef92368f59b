import type { Rule } from '../../migration/rule.ts';
import { managersWith } from '../code-state.ts';

/** The manifests were made for the old default; the code believes that they say more. */
export const rule: Rule = {
  id: 'secure-serving-off-by-default',
  level: 'error',
  repairedBy: 'manager-code',
  check(input) {
    return managersWith('https-off-by-default', input).map(({ decision, place }) => ({
      ...place,
      cause: decision.manager.entryPoint,
      message: `the metrics are plain http unless --${decision.flags.security}=${decision.flags.secureValue} is passed, and not every manifest passes it`,
      fix: `Make ${decision.flags.secureValue} its default.`,
    }));
  },
};
