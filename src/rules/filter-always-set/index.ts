import { metricsSecurity } from '../../golang/metrics-security.ts';
import { ancestor } from '../../golang/node.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Rule } from '../../migration/rule.ts';
import { filterMentions } from '../code-state.ts';
import { placeOfCode } from '../place.ts';

/** Facts B and C1: kubebuilder 4.1.0 scaffolded it so, and 4.1.1 took it back. */
export const rule: Rule = {
  id: 'filter-always-set',
  level: 'note',
  check({ decisions }) {
    return decisions.flatMap((decision) => {
      const [mention] = decision.adopted && canBePlain(decision) ? filterMentions(decision) : [];
      if (!mention || ancestor(mention.node, ['if_statement'])) return [];
      const { security, secureValue } = decision.flags;
      return [
        {
          ...placeOfCode(mention),
          cause: decision.manager.entryPoint,
          message: `the filter is set whatever --${security} says: with ${secureValue === 'true' ? 'false' : 'true'} tokens are asked for over plain http`,
          fix: 'Set it only where https is served.',
        },
      ];
    });
  },
};

/** A flag decides about https. */
function canBePlain({ api, manager }: Decision): boolean {
  return api !== 'metrics-filters' || metricsSecurity(manager.source).serving.kind === 'flag';
}
