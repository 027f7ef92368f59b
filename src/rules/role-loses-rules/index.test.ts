import { describeRule } from '../../../test/setup/rule-example.ts';
import { MARKERS } from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { 'main.go': [MARKERS, ''] },
  at: 'config/rbac/role.yaml:7',
  near: {
    'main.go': [MARKERS, ''],
    'config/rbac/role.yaml': [
      'rules:\n',
      `rules:\n- apiGroups:\n  - ''\n  resources:\n  - secrets\n  verbs:\n  - get\n`,
    ],
  },
});
