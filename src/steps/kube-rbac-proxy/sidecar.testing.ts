import { type DecisionParts, runStep } from '../step-input.testing.ts';
import { step } from './index.ts';

/** Lines of a container item, at the indentation of a patch. */
export const PROXY = [
  '      - name: kube-rbac-proxy',
  '        image: gcr.io/kubebuilder/kube-rbac-proxy:v0.16.0',
  '        args:',
  '        - --secure-listen-address=0.0.0.0:8443',
  '        - --upstream=http://127.0.0.1:8080/',
  '        ports:',
  '        - containerPort: 8443',
  '          name: https',
].join('\n');

/** The manager as a patch names it, with these arguments. */
export function managerItem(...args: readonly string[]): string {
  return ['      - name: manager', '        args:', ...args.map((it) => `        - "${it}"`)].join('\n');
}

/** A strategic patch of the manager's Deployment with these containers. */
export function patch(...containers: readonly string[]): string {
  const head = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: controller-manager\n';
  return `${head}spec:\n  template:\n    spec:\n      containers:\n${containers.join('\n')}\n`;
}

/** manager.yaml with these lines below its container's image. */
export function deployment(...lines: readonly string[]): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: controller-manager
spec:
  selector:
    matchLabels: {app: x}
  template:
    metadata:
      labels: {app: x}
    spec:
      containers:
      - name: manager
        image: controller:latest
${lines.map((line) => `        ${line}\n`).join('')}`;
}

export const ARGS = ['args:', '- --leader-elect'];

export const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: metrics
spec:
  ports:
  - name: https
    port: 8443
    targetPort: https
  selector: {app: x}
`;

/** A repository with config/manager and config/default. */
export function repository(
  files: Readonly<Record<string, string>>,
  manager = deployment(...ARGS),
  patches = 'patches:\n- path: proxy.yaml\n',
): Readonly<Record<string, string>> {
  return {
    'config/manager/kustomization.yaml': 'resources:\n- manager.yaml\n',
    'config/manager/manager.yaml': manager,
    'config/default/kustomization.yaml': `resources:\n- ../manager\n${patches}`,
    ...files,
  };
}

/** Plans the step; `removed` names the files that go. */
export function takeOut(files: Readonly<Record<string, string>>, parts: DecisionParts = {}) {
  const result = runStep(step, files, { oldDefault: ':8080', portName: 'https', ...parts });
  return {
    ...result,
    removed: Object.keys(files).filter((path) => result.text(path) === undefined),
    args: (path: string) =>
      /args: *\n((?: *- .*\n)+)/.exec(result.text(path) ?? '')?.[1]?.match(/--[^"\s]+/g) ?? [],
  };
}
