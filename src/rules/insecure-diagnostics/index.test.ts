import { expect, test } from 'vitest';
import { changed, describeRule, planOf, rightProvider } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { 'config/manager/manager.yaml': ['INSECURE_DIAGNOSTICS:=false', 'INSECURE_DIAGNOSTICS:=true'] },
  at: 'config/manager/manager.yaml:33',
  near: {
    'config/manager/manager.yaml': [
      '"--diagnostics-address=${CAPI_DIAGNOSTICS_ADDRESS:=:8443}"\n        - "--insecure-diagnostics=${CAPI_INSECURE_DIAGNOSTICS:=false}"',
      '--diagnostics-address=127.0.0.1:8080\n        - --insecure-diagnostics',
    ],
  },
});

test('is no fault of an overlay for developers', async () => {
  const { inspection } = await planOf(
    changed(rightProvider(), {
      'deploy.sh': 'kustomize build config/default | kubectl apply -f -\n',
      'hack/dev/kustomization.yaml': 'resources:\n- ../../config/default\npatches:\n- path: patch.yaml\n',
      'hack/dev/patch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: capmo-controller-manager
  namespace: capmo-system
spec:
  template:
    spec:
      containers:
      - name: manager
        args:
        - --diagnostics-address=:8080
        - --insecure-diagnostics=true
`,
    }),
  );
  expect(inspection.findings).toEqual([]);
});
