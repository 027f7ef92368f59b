import { fixture, type Guard } from './guard.ts';

/** Of the steps kube-rbac-proxy and helm-charts, and of which manifests are the manager's. */
export const sidecarsAndCharts: readonly Guard[] = [
  {
    guard: 'sidecars: what an adopted manager was told for its sidecar goes with that',
    file: 'src/migration/decision.ts',
    find: 'return adopted && !freed;',
    replace: 'return adopted;',
    test: fixture('adopted-behind-a-sidecar'),
  },
  {
    guard: 'kube-rbac-proxy: the arguments of the patch, which are those in force, move to what stays',
    file: 'src/steps/kube-rbac-proxy/index.ts',
    find: '...folds.flatMap(({ target, splices }) => edits(target.file, splices)),',
    replace: '',
    test: {
      file: 'src/steps/kube-rbac-proxy/index.test.ts',
      name: 'goes with its entry; its arguments move',
    },
  },
  {
    guard: 'kube-rbac-proxy: an overlay without the sidecar keeps the arguments that it has',
    file: 'src/steps/kube-rbac-proxy/fold.ts',
    find: 'if (!agree || !undisturbed) return [];',
    replace: 'if (!agree) return [];',
    test: {
      file: 'src/steps/kube-rbac-proxy/index.test.ts',
      name: 'one without the sidecar and with other arguments keeps them',
    },
  },
  {
    guard: 'kube-rbac-proxy: JSON6902 patches count the containers again',
    file: 'src/steps/kube-rbac-proxy/json-operations.ts',
    find: 'String(number > sidecar ? number - 1 : number)',
    replace: 'String(number)',
    test: {
      file: 'src/steps/kube-rbac-proxy/json-operations.test.ts',
      name: 'the manager, which was second, is first',
    },
  },
  {
    guard: 'kube-rbac-proxy: an operation that counts different containers in two overlays is refused',
    file: 'src/steps/kube-rbac-proxy/json-operations.ts',
    find: 'if (known && known.after !== place.after) throw meansTwoThings(place);',
    replace: 'if (known && known.after !== place.after) meansTwoThings(place);',
    test: {
      file: 'src/steps/kube-rbac-proxy/json-operations.test.ts',
      name: 'a patch that counts containers with and without the sidecar is refused',
    },
  },
  {
    guard: 'kube-rbac-proxy: a Service that led to the sidecar leads to the manager',
    file: 'src/steps/kube-rbac-proxy/index.ts',
    find: '...planServices(repository, decision, sidecars),',
    replace: '...planServices(repository, decision, []),',
    test: {
      file: 'src/steps/kube-rbac-proxy/index.test.ts',
      name: 'one that asks for another name gets the number',
    },
  },
  {
    guard: 'kube-rbac-proxy: what the manager has nothing like is refused, not dropped',
    file: 'src/steps/kube-rbac-proxy/index.ts',
    find: 'for (const sidecar of sidecars) refuseLoss(sidecar, decision);',
    replace: 'for (const sidecar of sidecars) if (!decision) refuseLoss(sidecar, decision);',
    test: fixture('refused-sidecar-argument'),
  },
  {
    guard: 'kube-rbac-proxy: an argument that is not known is one that the manager has nothing like',
    file: 'src/kubernetes/auth-proxy-obstacle.ts',
    find: 'if (unsupported) {',
    replace: 'if (unsupported && !unsupported) {',
    test: { file: 'src/steps/kube-rbac-proxy/refuse-loss.test.ts', name: 'with its line' },
  },
  {
    guard: 'helm-charts: rules never stand inside a condition',
    file: 'src/steps/chart-role.ts',
    find: 'openBlocks(file.text.slice(from, start)) === 0',
    replace: 'openBlocks(file.text.slice(from, start)) >= 0',
    test: {
      file: 'src/steps/role-rules/charts.test.ts',
      name: 'does not get them where they would stand within a condition',
    },
  },
  {
    guard: 'helm-charts: a condition goes with the sidecar that it holds alone',
    file: 'src/kubernetes/chart-container.ts',
    find: "return whole && { ...withConditions(text, whole), text: '' };",
    replace: "return whole && { ...(withConditions && whole), text: '' };",
    test: fixture('helm-sidecar-behind-condition'),
  },
  {
    guard: 'helm-charts: a condition with an else stays',
    file: 'src/kubernetes/chart-container.ts',
    find: '/^\\s*\\{\\{-?\\s*end\\s*-?\\}\\}\\s*$/.test(closing)',
    replace: '/^\\s*\\{\\{-?\\s*(end|else)\\s*-?\\}\\}\\s*$/.test(closing)',
    test: { file: 'src/steps/helm-charts/index.test.ts', name: 'an else of its condition stays' },
  },
  {
    guard: 'helm-charts: a schema that forbids the new port is a refusal',
    file: 'src/steps/helm-charts/schema.ts',
    find: 'if (pair) throw forbids(file, pair, path, unquoted(after));',
    replace: 'if (pair) forbids(file, pair, path, unquoted(after));',
    test: { file: 'src/steps/helm-charts/index.test.ts', name: 'a schema that forbids it is a refusal' },
  },
  {
    guard: 'manifests: what runs the program of the chart is no other program',
    file: 'src/survey/foreign-binary.ts',
    find: "if (programs.has(workload.container?.command?.items[0]?.value ?? '')) return false;",
    replace: '',
    test: {
      file: 'src/survey/foreign-binary.test.ts',
      name: 'the command of a known manifest is the manager',
    },
  },
];
