import { describeRule } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'config/rbac/role.yaml': [
      '  - tokenreviews\n  verbs:\n  - create\n',
      '  - tokenreviews\n  verbs:\n  - create  \n',
    ],
  },
  at: 'config/rbac/role.yaml:12',
  near: {
    'config/rbac/role.yaml': [
      'rules:\n',
      "rules:\n- apiGroups:\n  - ''\n  resources:\n  - secrets  \n  verbs:\n  - get\n",
    ],
  },
});
