import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { goMod, mainGo, provider } from '../setup/provider.ts';
import { metricsService, PROXY_BINDING, PROXY_ROLE } from '../setup/rule-parts.ts';
import { pathsIn } from '../tools/tree.ts';

/** A repository whose migration shows what blocks of a page show. */
export interface StepExample {
  /** Which blocks of the page, from 0. */
  readonly blocks: readonly number[];
  readonly tree: Readonly<Record<string, string>>;
  /** The state of the repository that they show, where no word above them says it. */
  readonly side?: 'before' | 'after';
}

/** The tree of a fixture. */
export function fixtureTree(name: string): Record<string, string> {
  const root = fileURLToPath(new URL(`../../fixtures/${name}/before/`, import.meta.url));
  return Object.fromEntries(pathsIn(root).map((path) => [path, readFileSync(root + path, 'utf8')]));
}

/** A Deployment of the manager with these lines below `spec.template.spec`. */
function deployment(containers: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: controller-manager
  namespace: system
spec:
  template:
    metadata:
      labels:
        control-plane: controller-manager
    spec:
${containers}`;
}

/** Output of another era, with these containers. */
function withStaleCopy(containers: string): Record<string, string> {
  const tree = fixtureTree('sidecar-rendered-copies');
  const renamed = Object.entries(tree).map(([path, text]) => [
    path,
    text
      .replaceAll('metrics-bind-address', 'metrics-addr')
      .replace(
        / {6}containers:\n {6}- args:\n {8}- --secure[\s\S]*?v0\.13\.1[\s\S]*?name: manager\n/,
        () => containers,
      ),
  ]);
  return Object.fromEntries(renamed);
}

function withContainers(containers: string, flag: string): Record<string, string> {
  return provider({
    'config/manager/manager.yaml': deployment(containers),
    'main.go': mainGo().replace('metrics-bind-address', flag),
  });
}

const ONE_CONTAINER = `      containers:
      - name: manager
        image: controller:latest
        args:
          - --leader-elect
          - --metrics-bind-addr=localhost:8080
`;

const PROBES = `      containers:
      - name: manager
        image: controller:latest
        args: [--leader-elect]
        ports:
          - containerPort: 9440
            name: healthz
            protocol: TCP
`;

const TWO_CONTAINERS = `      containers:
        - args:
            - --secure-listen-address=0.0.0.0:8443
            - --upstream=http://127.0.0.1:8080/
          image: gcr.io/kubebuilder/kube-rbac-proxy:v0.5.0
          name: kube-rbac-proxy
        - args:
            - --metrics-addr=127.0.0.1:8080
          name: manager
          image: registry.example.org/hopper:demo
`;

function withReplacement(): Record<string, string> {
  return {
    ...withContainers(ONE_CONTAINER, 'metrics-bind-addr'),
    'test/e2e/config/e2e.yaml': `providers:
- name: widgets
  type: InfrastructureProvider
  versions:
  - name: v0.9.99
    value: ../../../config/default
    replacements:
      - old: --metrics-bind-addr=localhost:8080
        new: --metrics-bind-addr=:8080
`,
  };
}

const ROLE_BINDING = PROXY_BINDING.replaceAll('proxy-role', 'manager-role');

function withLeftOvers(): Record<string, string> {
  return provider({
    'config/default/kustomization.yaml': 'resources:\n- ../manager\n- ../rbac\n',
    'config/rbac/kustomization.yaml': `resources:
- role.yaml
- role_binding.yaml
# Comment the following 4 lines if you want to disable
# the auth proxy which protects your /metrics endpoint.
- auth_proxy_service.yaml
- auth_proxy_role.yaml
- auth_proxy_role_binding.yaml
- auth_proxy_client_clusterrole.yaml
`,
    'config/rbac/role.yaml': role(
      '- apiGroups:\n  - apps\n  resources:\n  - deployments\n  verbs:\n  - get\n',
    ),
    'config/rbac/role_binding.yaml': ROLE_BINDING,
    'config/rbac/auth_proxy_role.yaml': PROXY_ROLE,
    'config/rbac/auth_proxy_role_binding.yaml': PROXY_BINDING,
    'config/rbac/auth_proxy_service.yaml': metricsService('https'),
    'config/rbac/auth_proxy_client_clusterrole.yaml':
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: metrics-reader\nrules:\n- nonResourceURLs: [/metrics]\n  verbs: [get]\n',
  });
}

function role(rules: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: manager-role\nrules:\n${rules}`;
}

function withRole(): Record<string, string> {
  return provider({
    'config/default/kustomization.yaml': 'resources:\n- ../manager\n- ../rbac\n',
    'config/rbac/kustomization.yaml': 'resources:\n- role.yaml\n- role_binding.yaml\n',
    'config/rbac/role.yaml': role(
      '  - apiGroups:\n      - apps\n    resources:\n      - deployments\n    verbs:\n      - get\n',
    ),
    'config/rbac/role_binding.yaml': ROLE_BINDING,
  });
}

function withConfiguration(): Record<string, string> {
  const tree = fixtureTree('configuration-file');
  const path = 'config/manager/controller_config.yaml';
  return {
    ...tree,
    [path]:
      'apiVersion: config.example.org/v1alpha1\nkind: Configuration\nmetrics:\n  bindAddress: 127.0.0.1:8080\n',
  };
}

function goModText(): string {
  return `module example.org/widgets

go 1.24.0

require (
	sigs.k8s.io/cluster-api v1.11.1
	sigs.k8s.io/controller-runtime v0.21.0
)

require (
	github.com/prometheus/procfs v0.16.1 // indirect
	github.com/spf13/pflag v1.0.7 // indirect
	golang.org/x/net v0.44.0 // indirect
)
`;
}

function withChart(): Record<string, string> {
  return provider({
    'chart/Chart.yaml': 'apiVersion: v2\nname: widgets\nversion: 1.0.0\n',
    'chart/values.yaml': 'proxy:\n  image: quay.io/brancz/kube-rbac-proxy:v0.18.0\n',
    'chart/templates/deployment.yaml': deployment(`      containers:
      - name: kube-rbac-proxy
        image: {{ .Values.proxy.image }}
        args:
        - --secure-listen-address=0.0.0.0:8443
        - --upstream=http://127.0.0.1:8080/
      - name: manager
        image: controller:latest
        args:
        - --metrics-bind-address=127.0.0.1:8080
`),
  });
}

/** A provider whose manager is behind a kube-rbac-proxy. */
export function withSidecar(): Record<string, string> {
  return provider({
    'config/default/kustomization.yaml':
      'resources:\n- ../manager\npatches:\n- path: manager_auth_proxy_patch.yaml\n',
    'config/default/manager_auth_proxy_patch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: controller-manager
  namespace: system
spec:
  template:
    spec:
      containers:
      - name: kube-rbac-proxy
        image: gcr.io/kubebuilder/kube-rbac-proxy:v0.16.0
        args:
        - "--secure-listen-address=0.0.0.0:8443"
        - "--upstream=http://127.0.0.1:8080/"
        ports:
        - containerPort: 8443
          name: https
      - name: manager
        args:
        - "--health-probe-bind-address=:8081"
        - "--metrics-bind-address=127.0.0.1:8080"
        - "--leader-elect"
`,
    'config/manager/manager.yaml': deployment(`      containers:
      - name: manager
        image: controller:latest
        args:
        - --leader-elect
`),
    'config/manager/kustomization.yaml': 'resources:\n- manager.yaml\n- service.yaml\n',
    'config/manager/service.yaml': metricsService('https'),
  });
}

function mainText(): string {
  return `package main

import (
	"flag"
	"os"

	"k8s.io/apimachinery/pkg/runtime"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var (
	scheme   = runtime.NewScheme()
	setupLog = ctrl.Log.WithName("setup")
)

func main() {
	var metricsAddr string
	flag.StringVar(&metricsAddr, "metrics-addr", "localhost:8080", "The address the metric endpoint binds to.")
	flag.Parse()

	opts := ctrl.Options{
		Scheme: scheme,
		Metrics: server.Options{
			BindAddress: metricsAddr,
		},
	}

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), opts)
	if err != nil {
		setupLog.Error(err, "unable to start manager")
		os.Exit(1)
	}
	_ = mgr
}
`;
}

function withoutClusterApi(): string {
  return goMod().replace(/\tsigs\.k8s\.io\/cluster-api .*\n/, '');
}

function withBundle(): Record<string, string> {
  const tree = fixtureTree('olm-bundle-generated');
  const renamed = Object.entries(tree).map(([path, text]) => [
    path.replace('widget-controller.clusterserviceversion', 'app.clusterserviceversion'),
    text,
  ]);
  return Object.fromEntries(renamed);
}

function withGenerator(): Record<string, string> {
  return {
    ...withRole(),
    Makefile:
      'manifests:\n\t$(CONTROLLER_GEN) \\\n\t\tpaths=./controllers/... \\\n\t\trbac:roleName=manager-role\n',
    'controllers/widgets.go':
      'package controllers\n\n// +kubebuilder:rbac:groups=apps,resources=deployments,verbs=get\n\nfunc Reconcile() {}\n',
    'config/rbac/role.yaml': `---\n${role('- apiGroups:\n  - apps\n  resources:\n  - deployments\n  verbs:\n  - get\n')}`,
  };
}

/** By the id of the step. */
export const stepExamples: Readonly<Record<string, readonly StepExample[]>> = {
  'argument-replacements': [{ blocks: [0, 1], tree: withReplacement() }],
  'auth-proxy-leftovers': [{ blocks: [0, 1], tree: withLeftOvers() }],
  'configuration-file': [{ blocks: [0], tree: withConfiguration() }],
  'go-mod': [{ blocks: [0], tree: provider({ 'go.mod': goModText() }) }],
  'helm-charts': [{ blocks: [0], tree: withChart() }],
  'kube-rbac-proxy': [{ blocks: [0, 1], tree: withSidecar() }],
  'manager-code': [
    { blocks: [0, 1], tree: provider({ 'main.go': mainText() }) },
    {
      blocks: [2, 3],
      side: 'after',
      tree: provider({ 'main.go': mainText(), 'go.mod': withoutClusterApi() }),
    },
  ],
  'manifest-arguments': [
    { blocks: [0], tree: withContainers(ONE_CONTAINER, 'metrics-bind-addr') },
    {
      blocks: [1],
      tree: withStaleCopy(TWO_CONTAINERS),
    },
  ],
  'manifest-port': [{ blocks: [0], tree: withContainers(PROBES, 'metrics-bind-address') }],
  'metrics-access': [{ blocks: [0, 1], tree: fixtureTree('filters-flags-in-main') }],
  'olm-bundle': [{ blocks: [0], tree: withBundle() }],
  'rbac-markers': [{ blocks: [0, 1, 2, 3], tree: withGenerator() }],
  'role-rules': [{ blocks: [0, 1], tree: withRole() }],
};
