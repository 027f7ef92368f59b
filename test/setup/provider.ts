/** A small provider with one manager, as texts: what a test changes of it is what the test is about. */
export function provider(changes: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const files = { ...PROVIDER, ...changes };
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])),
  );
}

/** `main.go` of a manager whose metrics address comes from a flag of the standard library. */
export function mainGo({ body = '', options = '' } = {}): string {
  return `package main

import (
	"flag"
	"os"

	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var setupLog = ctrl.Log.WithName("setup")

func main() {
	var metricsAddr string
	flag.StringVar(&metricsAddr, "metrics-bind-address", ":8080", "The address the metric endpoint binds to.")
	flag.Parse()
${body}
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: metricsserver.Options{BindAddress: metricsAddr},${options}
	})
	if err != nil {
		setupLog.Error(err, "unable to start manager")
		os.Exit(1)
	}
	if err := mgr.Start(ctrl.SetupSignalHandler()); err != nil {
		os.Exit(1)
	}
}
`;
}

/** `go.mod` with these versions. */
export function goMod({ clusterApi = 'v1.12.5', controllerRuntime = 'v0.22.4' } = {}): string {
  return `module example.org/widgets

go 1.24.0

require (
	github.com/spf13/pflag v1.0.7
	sigs.k8s.io/cluster-api ${clusterApi}
	sigs.k8s.io/controller-runtime ${controllerRuntime}
)
`;
}

const PROVIDER = {
  'go.mod': goMod(),
  'main.go': mainGo(),
  'config/default/kustomization.yaml': 'resources:\n- ../manager\n',
  'config/manager/kustomization.yaml': 'resources:\n- manager.yaml\n',
  'config/manager/manager.yaml': `apiVersion: apps/v1
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
      containers:
      - command:
        - /manager
        args:
        - --metrics-bind-address=127.0.0.1:8080
        image: controller:latest
        name: manager
      serviceAccountName: controller-manager
`,
};
