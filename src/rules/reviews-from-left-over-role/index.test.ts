import { describeRule } from '../../../test/setup/rule-example.ts';
import {
  alsoResources,
  MARKERS,
  PROXY_BINDING,
  PROXY_ROLE,
  REVIEW_RULES,
} from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'main.go': [MARKERS, ''],
    'config/rbac/role.yaml': [REVIEW_RULES, ''],
    'config/rbac/kustomization.yaml': alsoResources('proxy_role.yaml', 'proxy_binding.yaml'),
    'config/rbac/proxy_role.yaml': PROXY_ROLE,
    'config/rbac/proxy_binding.yaml': PROXY_BINDING,
  },
  at: 'config/rbac/proxy_role.yaml:1',
  near: {
    'config/rbac/kustomization.yaml': alsoResources('proxy_role.yaml', 'proxy_binding.yaml'),
    'config/rbac/proxy_role.yaml': PROXY_ROLE,
    'config/rbac/proxy_binding.yaml': PROXY_BINDING,
  },
  repairs: false,
});
