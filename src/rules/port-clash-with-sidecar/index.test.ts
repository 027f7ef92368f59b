import { describeRule } from '../../../test/setup/rule-example.ts';
import { sidecarPatch, withPatch } from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'config/default/kustomization.yaml': withPatch('proxy_patch.yaml'),
    'config/default/proxy_patch.yaml': sidecarPatch('quay.io/brancz/kube-rbac-proxy:v0.18.0', 8443, 8080),
  },
  at: 'config/default/proxy_patch.yaml:10',
  near: {
    'config/default/kustomization.yaml': withPatch('proxy_patch.yaml'),
    'config/default/proxy_patch.yaml': sidecarPatch('quay.io/brancz/kube-rbac-proxy:v0.18.0', 9443, 8080),
  },
});
