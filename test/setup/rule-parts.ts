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

/** A Helm chart that runs the manager with these arguments, and what else its template and its Service say. */
export function chart(parts: {
  readonly args: readonly string[];
  readonly ports?: string;
  readonly sidecar?: string;
  readonly targetPort?: string;
  readonly values?: string;
}): Record<string, string> {
  const { args, ports = '', sidecar = '', targetPort = 'metrics', values = '' } = parts;
  return {
    'charts/mosaic/Chart.yaml': 'apiVersion: v2\nname: mosaic\nversion: 1.0.0\nappVersion: v1.0.0\n',
    'charts/mosaic/values.yaml': `replicas: 1\n${values}`,
    'charts/mosaic/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-controller-manager
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels:
      control-plane: controller-manager
  template:
    metadata:
      labels:
        control-plane: controller-manager
    spec:
      containers:
      - name: manager
        image: controller:latest
        args:
${args.map((it) => `        - ${it}\n`).join('')}${ports}${sidecar}      serviceAccountName: {{ .Release.Name }}-controller-manager
`,
    'charts/mosaic/templates/service.yaml': `apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}-metrics
spec:
  ports:
  - name: https
    port: 8443
    targetPort: ${targetPort}
  selector:
    control-plane: controller-manager
`,
  };
}

/** The secure port of the manager's container. */
export const METRICS_PORT = `        ports:
        - containerPort: 8443
          name: metrics
          protocol: TCP
`;

/** A kube-rbac-proxy in a chart, whose image its values give. */
export const CHART_SIDECAR = `      - name: kube-rbac-proxy
        image: "{{ .Values.proxy.repository }}:{{ .Values.proxy.tag }}"
        args:
        - --secure-listen-address=0.0.0.0:8443
        - --upstream=http://127.0.0.1:8080/
        ports:
        - containerPort: 8443
          name: https
`;
