import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { applyTextEdits } from '../../golang/edits/text-edit.ts';
import type { GoModule } from '../../golang/go-module.ts';
import { isSecured } from '../../golang/metrics-security.ts';
import { becomesPflag, removedFlags } from '../../golang/removed-flags.ts';
import { loadGoGrammar } from '../../golang/syntax.ts';
import { noManifests } from '../../kubernetes/manager-manifests.ts';
import type { Decision, DiagnosticsApi } from '../../migration/decision.ts';
import { endpointFlags, type Spelling } from '../../migration/endpoint-flags.ts';
import type { Finding } from '../../migration/finding.ts';
import type { Change } from '../../repository/change.ts';
import { memoryRepository } from '../../repository/memory-repository.ts';
import { type Problem, ProblemError } from '../../repository/problem.ts';
import { surveyManagerSources } from '../../survey/go-managers.ts';
import { step } from './index.ts';

/** What a test gets: every file as it is afterwards. */
export interface Migrated {
  readonly files: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
  readonly changes: readonly Change[];
  /** Of the first manager. */
  readonly removedFlags: readonly string[];
}

const MODULE: GoModule = {
  directory: '.',
  file: 'go.mod',
  modulePath: 'example.org/provider',
  goVersion: '1.21',
  requirements: [],
  replacements: [],
  vendored: false,
};

/** Plans the step on a repository in memory and applies it. A module `example.org/provider` lies at the root. */
export async function migrate(
  files: Readonly<Record<string, string>>,
  options: {
    api?: DiagnosticsApi;
    style?: Spelling;
    registersMetricsBindAddr?: boolean;
    keepFlags?: boolean;
  } = {},
): Promise<Migrated> {
  await loadGoGrammar();
  const api = options.api ?? 'manager-options';
  const repository = memoryRepository(files);
  const sources = surveyManagerSources(repository, [MODULE]);
  const decisions = sources.map(
    (source): Decision => ({
      manager: {
        entryPoint: source.entryPoint,
        module: MODULE,
        source,
        manifests: noManifests,
      },
      api,
      style: api === 'metrics-filters' ? (options.style ?? 'kubebuilder') : 'cluster-api',
      flags: endpointFlags(
        api === 'metrics-filters' ? (options.style ?? 'kubebuilder') : 'cluster-api',
        source,
        8443,
      ),
      versions: { clusterApi: undefined, controllerRuntime: undefined },
      registersMetricsBindAddr: options.registersMetricsBindAddr ?? false,
      removedFlags: api === 'metrics-filters' ? [] : removedFlags(source),
      becomesPflag: api !== 'metrics-filters' && becomesPflag(source),
      keepFlags: options.keepFlags ?? false,
      port: 8443,
      portName: 'metrics',
      adopted: source.adoption === api && (api !== 'metrics-filters' || isSecured(source)),
    }),
  );
  const survey = {
    repository,
    modules: [MODULE],
    managers: decisions.map(({ manager }) => manager),
    generatorCalls: [],
  };
  const { changes, findings } = step.plan({ survey, decisions });
  const result = applied(files, changes);
  checkRecognised(result, decisions);
  return { files: result, findings, changes, removedFlags: decisions[0]?.removedFlags ?? [] };
}

/** A second run must find nothing to do, so the survey has to recognise what the step writes. */
function checkRecognised(files: Readonly<Record<string, string>>, decisions: readonly Decision[]): void {
  for (const source of surveyManagerSources(memoryRepository(files), [MODULE])) {
    const { entryPoint, adoption, problem } = source;
    const decision = decisions.find(({ manager }) => manager.entryPoint === entryPoint);
    const isDone = adoption !== 'metrics-filters' || isSecured(source);
    if (adoption === decision?.api && !problem && isDone) continue;
    throw new Error(`not recognised: ${entryPoint} is ${adoption}\n${problem?.reason}\n${files[entryPoint]}`);
  }
}

/** The refusal of a migration that must not succeed. */
export async function refusalOf(...given: Parameters<typeof migrate>): Promise<Problem> {
  try {
    await migrate(...given);
  } catch (error) {
    if (error instanceof ProblemError && error.kind === 'refused') return error.problem;
    throw error;
  }
  throw new Error('nothing was refused');
}

function applied(
  files: Readonly<Record<string, string>>,
  changes: readonly Change[],
): Record<string, string> {
  const result = { ...files };
  for (const path of new Set(changes.map((change) => change.path))) {
    const edits = changes.filter((change) => change.path === path && change.kind === 'edit');
    result[path] = applyTextEdits(files[path] ?? '', edits as Extract<Change, { kind: 'edit' }>[]);
  }
  keep(result);
  return result;
}

let kept = 0;

/** With KEEP_MIGRATED=folder the results are written there, so that they can be compiled. */
function keep(files: Readonly<Record<string, string>>): void {
  const folder = process.env.KEEP_MIGRATED;
  if (!folder) return;
  const own = join(folder, `case-${process.pid}-${kept++}`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(own, path)), { recursive: true });
    writeFileSync(join(own, path), text);
  }
}
