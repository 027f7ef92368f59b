import { describeRule } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { 'config/rbac/role_binding.yaml': ['kind: ClusterRoleBinding', 'kind: RoleBinding'] },
  at: 'config/rbac/role_binding.yaml:1',
  near: {},
});
