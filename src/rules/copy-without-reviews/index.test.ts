import { describeRule } from '../../../test/setup/rule-example.ts';
import { REVIEW_RULES } from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { 'components.yaml': copyWith('') },
  at: 'components.yaml:1',
  near: { 'components.yaml': copyWith(REVIEW_RULES) },
});

/** Output of config/default, as somebody committed it. */
function copyWith(rules: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: capmo-manager-role
rules:
${rules}- apiGroups:
  - cluster.x-k8s.io
  resources:
  - clusters
  verbs:
  - get
  - list
  - patch
  - watch
- apiGroups:
  - mosaic.example.org
  resources:
  - tiles
  verbs:
  - get
  - list
  - watch
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: capmo-manager-rolebinding
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
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
