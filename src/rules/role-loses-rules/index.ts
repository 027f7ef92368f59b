import { rolesOf } from '../../kubernetes/role-source.ts';
import { DIAGNOSTICS_RULES, grants } from '../../kubernetes/rules.ts';
import { tryParseYaml } from '../../kubernetes/yaml-file.ts';
import type { Rule } from '../../migration/rule.ts';
import { placeOfNode } from '../place.ts';
import { reviewStates } from '../review-state.ts';

/** Facts D1 and H: what no marker makes goes with the next generation. */
export const rule: Rule = {
  id: 'role-loses-rules',
  level: 'error',
  repairedBy: 'rbac-markers',
  check(input) {
    return reviewStates(input).flatMap(({ decision, role }) => {
      const { generated, grantedElsewhere } = role;
      if (generated?.kept !== 'generated' || generated.missing.length === 0 || grantedElsewhere) return [];
      const source = input.survey.repository.tryRead(generated.file);
      const file = source && tryParseYaml(source);
      const rules = file ? rolesOf(file).flatMap((it) => it.rules) : [];
      const [held] = rules.filter(({ rule: one }) =>
        DIAGNOSTICS_RULES.some((wanted) => grants([one], wanted)),
      );
      if (!file || !held) return [];
      return [
        {
          ...placeOfNode(file, held.node),
          cause: decision.manager.entryPoint,
          message:
            'no marker makes the rules for the reviews: the next generation takes them out of this role',
          fix: 'Add the markers for them where controller-gen reads.',
        },
      ];
    });
  },
};
