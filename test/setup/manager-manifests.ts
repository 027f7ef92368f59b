import type { ManagerSource } from '../../src/golang/manager-source.ts';
import type { Decision } from '../../src/migration/decision.ts';
import { endpointFlags } from '../../src/migration/endpoint-flags.ts';
import type { Finding } from '../../src/migration/finding.ts';
import type { Step } from '../../src/migration/step.ts';
import { applyInMemory, buildChangeSet } from '../../src/repository/change-set.ts';
import { memoryRepository } from '../../src/repository/memory-repository.ts';
import { type Problem, ProblemError } from '../../src/repository/problem.ts';
import type { Repository } from '../../src/repository/repository.ts';
import { surveyManifests } from '../../src/survey/manifests.ts';

/** What the tests of manifests need of the Go side. */
export type SourceParts = Partial<
  Pick<
    ManagerSource,
    | 'entryPoint'
    | 'packageDirectory'
    | 'module'
    | 'parser'
    | 'metricsFlags'
    | 'flagNames'
    | 'envFlags'
    | 'constantAddress'
  >
>;

/** A manager with `--metrics-bind-address`, as the survey of Go would find it. */
export function managerSource(parts: SourceParts = {}): ManagerSource {
  const flag = { path: 'main.go', start: 0, end: 0 };
  const source: SourceParts = {
    entryPoint: 'main.go',
    packageDirectory: '.',
    module: { directory: '.', modulePath: 'example.org/weaver-operator/v2' } as ManagerSource['module'],
    parser: 'pflag',
    metricsFlags: [{ ...flag, name: 'metrics-bind-address', default: ':8080' }],
    flagNames: new Set(['metrics-bind-address', 'leader-elect', 'health-probe-bind-address']),
    envFlags: false,
    constantAddress: undefined,
    ...parts,
  };
  return source as ManagerSource;
}

/** A decision without Cluster API, in kubebuilder's spelling. */
export const KUBEBUILDER = {
  api: 'metrics-filters',
  style: 'kubebuilder',
  becomesPflag: false,
  removedFlags: [],
  flags: {
    address: 'metrics-bind-address',
    defaultAddress: ':8443',
    security: 'metrics-secure',
    secureValue: 'true',
    alwaysPassed: false,
  },
} as const satisfies Partial<Decision>;

/** The same after its migration: the old flag is gone. */
export function migratedSource(source: ManagerSource): ManagerSource {
  const old = source.metricsFlags.map((flag) => flag.name);
  const flagNames = new Set([...source.flagNames].filter((name) => !old.includes(name)));
  return { ...source, metricsFlags: [], flagNames, parser: 'pflag' };
}

/** Decides as the migration would for Cluster API 1.9 and newer. */
export function decide(
  repository: Repository,
  sources: readonly ManagerSource[],
  parts: Partial<Decision> = {},
): readonly Decision[] {
  const manifests = surveyManifests(repository, sources);
  return sources.map((source) => {
    const manager = {
      entryPoint: source.entryPoint,
      source,
      manifests: manifests.get(source),
      generatorCalls: [],
    };
    return {
      manager,
      api: 'manager-options',
      style: 'cluster-api',
      flags: endpointFlags('cluster-api', source, parts.port ?? 8443),
      removedFlags: source.metricsFlags.map((flag) => flag.name),
      registersMetricsBindAddr: false,
      becomesPflag: source.parser === 'flag',
      keepFlags: false,
      port: 8443,
      portName: 'metrics',
      adopted: source.metricsFlags.length === 0,
      ...parts,
    } as unknown as Decision;
  });
}

/** What a step did: the new text of each changed file, and what it says. */
export interface StepRun {
  readonly files: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
  readonly afterMerge: readonly string[];
  /** Paths that the same step would change again, on its own result and with the migrated binary. */
  readonly again: readonly string[];
}

/** Runs a step on files, and once more on its own result. */
export function runStep(
  step: Step,
  files: Readonly<Record<string, string>>,
  options: { readonly sources?: readonly ManagerSource[]; readonly decision?: Partial<Decision> } = {},
): StepRun {
  const repository = memoryRepository(files);
  const sources = options.sources ?? [managerSource()];
  const decisions = decide(repository, sources, options.decision);
  const survey = { repository, modules: [], managers: decisions.map((it) => it.manager), generatorCalls: [] };
  const result = step.plan({ survey, decisions });
  const changeSet = buildChangeSet(repository, result.changes);
  const after = applyInMemory(repository, changeSet);
  const migrated = { ...options.decision, adopted: true, removedFlags: [], becomesPflag: false };
  const next = step.plan({
    survey: { ...survey, repository: after },
    decisions: decide(after, sources.map(migratedSource), migrated),
  });
  return {
    files: Object.fromEntries(changeSet.files.map((file) => [file.path, file.after ?? ''])),
    findings: result.findings,
    afterMerge: result.afterMerge,
    again: buildChangeSet(after, next.changes).files.map((file) => file.path),
  };
}

/** The problem that a call refuses with. */
export function problemOf(call: () => unknown): Problem {
  try {
    call();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** A Deployment with one container; its lines (image, args, …) are indented as below `containers:`. */
export function deploymentText(container: string, head = 'controller-manager'): string {
  const lines = container.replace(/^\n/, '').trimEnd().split('\n');
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${head}
  namespace: system
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
${lines.map((line) => (line === '' ? '' : `      ${line}`)).join('\n')}
      serviceAccountName: controller-manager
`;
}

/** A strategic-merge patch of that Deployment. */
export function patchText(container: string, name = 'controller-manager'): string {
  const lines = container.replace(/^\n/, '').trimEnd().split('\n');
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: system
spec:
  template:
    spec:
      containers:
${lines.map((line) => `      ${line}`).join('\n')}
`;
}

/** A tree as kubebuilder lays it out: config/manager and config/default with a prefix. */
export function kustomizeTree(
  manager: string,
  overlay = '',
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    'config/manager/kustomization.yaml': 'resources:\n- manager.yaml\n',
    'config/manager/manager.yaml': manager,
    'config/default/kustomization.yaml': `namespace: weaver-system\nnamePrefix: weaver-\nresources:\n- ../manager\n${overlay}`,
    ...more,
  };
}

/** The lines that one text has and the other has not, with `-` and `+`, in the order of the text: a small diff. */
export function changedLines(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const changes: string[] = [];
  let at = 0;
  for (const line of now) {
    const next = old.indexOf(line, at);
    if (next === -1 || next - at > 6) changes.push(`+${line}`);
    else {
      changes.push(...old.slice(at, next).map((gone) => `-${gone}`));
      at = next + 1;
    }
  }
  return [...changes, ...old.slice(at).map((gone) => `-${gone}`)];
}
