import { describeRule } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { 'components.yaml': copyWith('RoleBinding') },
  at: 'components.yaml:14',
  near: { 'components.yaml': copyWith('ClusterRoleBinding') },
});

/** What a person can install in one namespace. */
function copyWith(binding: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ${binding.replace('Binding', '')}
metadata:
  name: capmo-manager-role
rules:
- apiGroups:
  - mosaic.example.org
  resources:
  - tiles
  verbs:
  - get
  - list
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${binding}
metadata:
  name: capmo-manager-rolebinding
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ${binding.replace('Binding', '')}
  name: capmo-manager-role
subjects:
- kind: ServiceAccount
  name: capmo-controller-manager
  namespace: capmo-system
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: capmo-controller-manager
  namespace: capmo-system
spec:
  selector:
    matchLabels:
      control-plane: controller-manager
  template:
    metadata:
      labels:
        control-plane: controller-manager
    spec:
      containers:
      - args:
        - --leader-elect
        - --diagnostics-address=\${CAPI_DIAGNOSTICS_ADDRESS:=:8443}
        - --insecure-diagnostics=\${CAPI_INSECURE_DIAGNOSTICS:=false}
        image: controller:latest
        name: manager
        ports:
        - containerPort: 8443
          name: metrics
          protocol: TCP
      serviceAccountName: capmo-controller-manager
`;
}
