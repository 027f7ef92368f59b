import { rewriteRole } from '../../kubernetes/role-rewrite.ts';
import type { Rule } from '../../migration/rule.ts';
import { placeIn } from '../place.ts';
import { reviewStates } from '../review-state.ts';

/** Facts D5: what a person typed in, the next generation moves or trims, and the change looks like noise in somebody's review. */
export const rule: Rule = {
  id: 'role-not-as-generated',
  level: 'note',
  repairedBy: 'role-rules',
  check({ survey, decisions }) {
    return reviewStates({ survey, decisions }).flatMap(({ role }) => {
      const { generated } = role;
      const file = generated && survey.repository.tryRead(generated.file);
      if (!file || generated.kept !== 'generated') return [];
      const { before, after } = generated;
      if (before === undefined || after === undefined || !/tokenreviews/.test(file.text)) return [];
      const [first] = rewriteRole(file.text, before, after) ?? [];
      if (!first) return [];
      return [
        {
          ...placeIn(file, first.start),
          message: 'this is not as controller-gen writes it: the next generation changes the role',
          fix: 'Generate the role again.',
        },
      ];
    });
  },
};
