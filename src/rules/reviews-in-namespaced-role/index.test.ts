import { describeRule } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { 'config/rbac/role_binding.yaml': ['kind: ClusterRoleBinding', 'kind: RoleBinding'] },
  at: 'config/rbac/role_binding.yaml:1',
  // A role beside it that is bound in one namespace takes nothing away.
  near: {
    'config/rbac/role_binding.yaml': [
      'apiVersion: rbac.authorization.k8s.io/v1\n',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: local\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: manager-role\nsubjects:\n- kind: ServiceAccount\n  name: controller-manager\n  namespace: system\n---\napiVersion: rbac.authorization.k8s.io/v1\n',
    ],
  },
});
