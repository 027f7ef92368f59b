/** Texts that several examples of rules share. */

/** Entries for the list of resources in `config/rbac/kustomization.yaml`. */
export function alsoResources(...names: readonly string[]): readonly [string, string] {
  return ['- role.yaml\n', `- role.yaml\n${names.map((name) => `- ${name}\n`).join('')}`];
}

export const REVIEW_RULES = `- apiGroups:
  - authentication.k8s.io
  resources:
  - tokenreviews
  verbs:
  - create
- apiGroups:
  - authorization.k8s.io
  resources:
  - subjectaccessreviews
  verbs:
  - create
`;

export const MARKERS = `// Add RBAC for the authorized diagnostics endpoint.
// +kubebuilder:rbac:groups=authentication.k8s.io,resources=tokenreviews,verbs=create
// +kubebuilder:rbac:groups=authorization.k8s.io,resources=subjectaccessreviews,verbs=create

`;

/** The role of a former kube-rbac-proxy, as kubebuilder scaffolded it. */
export const PROXY_ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: proxy-role
rules:
${REVIEW_RULES}`;

export const PROXY_BINDING = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: proxy-rolebinding
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: proxy-role
subjects:
- kind: ServiceAccount
  name: controller-manager
  namespace: system
`;

/** A metrics Service of the manager. */
export function metricsService(targetPort: string): string {
  return `apiVersion: v1
kind: Service
metadata:
  labels:
    control-plane: controller-manager
  name: controller-manager-metrics-service
  namespace: system
spec:
  ports:
  - name: https
    port: 8443
    targetPort: ${targetPort}
  selector:
    control-plane: controller-manager
`;
}

/** A patch that brings a kube-rbac-proxy. */
export function sidecarPatch(image: string, listen: number, upstream: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: controller-manager
  namespace: system
spec:
  template:
    spec:
      containers:
      - name: kube-rbac-proxy
        image: ${image}
        args:
        - "--secure-listen-address=0.0.0.0:${listen}"
        - "--upstream=http://127.0.0.1:${upstream}/"
        ports:
        - containerPort: ${listen}
          name: https
`;
}

/** Applies a patch of `config/default`. */
export function withPatch(name: string): readonly [string, string] {
  return ['- ../manager\n', `- ../manager\n\npatches:\n- path: ${name}\n`];
}
