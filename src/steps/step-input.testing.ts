import type { ManagerSource, MetricsFlag } from '../golang/manager-source.ts';
import { noManifests } from '../kubernetes/manager-manifests.ts';
import type { Decision } from '../migration/decision.ts';
import type { Step, StepInput, StepResult } from '../migration/step.ts';
import { buildChangeSet } from '../repository/change-set.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import type { Repository } from '../repository/repository.ts';
import { surveyManifests } from '../survey/manifests.ts';

/** For tests: what matters of a decision; the rest is a usual one. */
export type DecisionParts = Partial<Omit<Decision, 'manager'>> & {
  /** Value that the old metrics flag has by default; undefined for a manager without one. */
  readonly oldDefault?: string;
  /** Folders of package main, one manager each. */
  readonly directories?: readonly string[];
  /** Which of them are migrated; all, where this is absent. */
  readonly migrated?: readonly string[];
};

/** A step's input for a repository whose managers have only the manifests that the survey finds for them. */
export function stepInputFor(repository: Repository, parts: DecisionParts = {}): StepInput {
  const { oldDefault, directories = ['.'], migrated = directories, ...decided } = parts;
  const sources = directories.map((directory) => sourceAt(directory, oldDefault));
  const manifests = surveyManifests(repository, sources);
  const managers = sources.map((source) => ({
    entryPoint: source.entryPoint,
    module: source.module,
    source,
    manifests: manifests.get(source) ?? noManifests,
  }));
  const decisions = managers
    .filter((it) => migrated.includes(it.source.packageDirectory))
    .map((manager): Decision => ({ ...USUAL, ...decided, manager }));
  return { survey: { repository, modules: [], managers, generatorCalls: [] }, decisions };
}

/** What a run of the step leaves: texts by path (undefined for a deleted file), and whether a second run is idle. */
export function runStep(step: Step, files: Readonly<Record<string, string>>, parts: DecisionParts = {}) {
  const repository = memoryRepository(files);
  const result: StepResult = step.plan(stepInputFor(repository, parts));
  const changeSet = buildChangeSet(repository, result.changes);
  const after = repository.overlay(changeSet.result);
  return {
    ...result,
    text: (path: string) => after.tryRead(path)?.text,
    changed: changeSet.files.map((it) => it.path),
    again: step.plan(stepInputFor(after, parts)).changes,
  };
}

const USUAL: Omit<Decision, 'manager'> = {
  api: 'manager-options',
  style: 'cluster-api',
  flags: {
    address: 'diagnostics-address',
    defaultAddress: ':8443',
    security: 'insecure-diagnostics',
    secureValue: 'false',
    alwaysPassed: true,
  },
  versions: { clusterApi: 'v1.10.0', controllerRuntime: 'v0.20.4' },
  registersMetricsBindAddr: false,
  removedFlags: ['metrics-bind-address'],
  becomesPflag: false,
  keepFlags: false,
  port: 8443,
  portName: 'metrics',
  adopted: false,
};

/** Only what manifests are looked at for: no Go is parsed. */
function sourceAt(packageDirectory: string, oldDefault: string | undefined): ManagerSource {
  const flag: MetricsFlag = {
    name: 'metrics-bind-address',
    default: oldDefault,
    path: 'main.go',
    start: 0,
    end: 0,
  };
  const source: Partial<ManagerSource> = {
    entryPoint: packageDirectory === '.' ? 'main.go' : `${packageDirectory}/main.go`,
    packageDirectory,
    module: { directory: '.', modulePath: 'example.org/weaver' } as ManagerSource['module'],
    flagNames: new Set(['metrics-bind-address', 'leader-elect']),
    metricsFlags: oldDefault === undefined ? [] : [flag],
  };
  return source as ManagerSource;
}
