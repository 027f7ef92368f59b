import { describeRule } from '../../../test/setup/rule-example.ts';
import { sidecarPatch, withPatch } from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'config/default/kustomization.yaml': withPatch('proxy_patch.yaml'),
    'config/default/proxy_patch.yaml': sidecarPatch('quay.io/brancz/kube-rbac-proxy:v0.18.0', 8443, 8080),
    'config/manager/manager.yaml': ['DIAGNOSTICS_ADDRESS:=:8443', 'DIAGNOSTICS_ADDRESS:=127.0.0.1:8080'],
  },
  at: 'config/default/proxy_patch.yaml:10',
  near: {
    'config/default/kustomization.yaml': withPatch('proxy_patch.yaml'),
    'config/default/proxy_patch.yaml': sidecarPatch('quay.io/brancz/kube-rbac-proxy:v0.18.0', 8443, 8080),
    'config/manager/manager.yaml': [
      '"--diagnostics-address=${CAPI_DIAGNOSTICS_ADDRESS:=:8443}"\n        - "--insecure-diagnostics=${CAPI_INSECURE_DIAGNOSTICS:=false}"',
      '"--diagnostics-address=127.0.0.1:8080"\n        - "--insecure-diagnostics"',
    ],
  },
});
