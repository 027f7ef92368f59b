import { describeRule } from '../../../test/setup/rule-example.ts';
import { alsoResources, MARKERS, PROXY_BINDING, REVIEW_RULES } from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { 'config/rbac/role.yaml': [REVIEW_RULES, ''] },
  at: 'config/manager/manager.yaml:8',
  near: {
    'main.go': [MARKERS, ''],
    'config/rbac/role.yaml': [REVIEW_RULES, ''],
    'config/rbac/kustomization.yaml': alsoResources('delegator.yaml'),
    'config/rbac/delegator.yaml': PROXY_BINDING.replaceAll('proxy-role\n', 'system:auth-delegator\n'),
  },
});
