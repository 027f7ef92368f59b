import { expect, test } from 'vitest';
import { changed, describeRule, planOf, rightProvider } from '../../../test/setup/rule-example.ts';
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

test('takes a role that others are aggregated into for what they are, wherever their labels come from', async () => {
  const aggregated = changed(rightProvider(), {
    'config/rbac/role.yaml': ['name: manager-role', 'name: base-manager-role'],
    Makefile: ['roleName=manager-role', 'roleName=base-manager-role'],
    'config/rbac/kustomization.yaml': alsoResources('aggregation.yaml'),
    'config/rbac/aggregation.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: manager-role
aggregationRule:
  clusterRoleSelectors:
  - matchLabels:
      example.org/aggregate: 'true'
rules: []
`,
  });
  expect((await planOf(aggregated)).inspection.findings).toEqual([]);
  const without = changed(aggregated, { 'config/rbac/role.yaml': [REVIEW_RULES, ''] });
  expect((await planOf(without)).inspection.findings.map(({ rule: id }) => id)).toEqual([rule.id]);
});
