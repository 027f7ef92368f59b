import { describeRule } from '../../../test/setup/rule-example.ts';
import { alsoResources } from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { 'config/rbac/kustomization.yaml': alsoResources('auth_proxy_role.yaml') },
  at: 'config/rbac/kustomization.yaml:6',
  // The build makes it.
  near: {
    'config/rbac/kustomization.yaml': alsoResources('auth_proxy_role.yaml'),
    'hack/role.sh': 'sed s/a/b/ role.tmpl > config/rbac/auth_proxy_role.yaml\n',
  },
});
