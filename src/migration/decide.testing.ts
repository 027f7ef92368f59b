import { surveyModules } from '../golang/go-mod.ts';
import { noManifests } from '../kubernetes/manager-manifests.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { ProblemError } from '../repository/problem.ts';
import { surveyManagerSources } from '../survey/go-managers.ts';
import { surveyManifests } from '../survey/manifests.ts';
import { type DecidedManager, decideManager } from './decide.ts';
import type { MigrationOptions } from './options.ts';

export const CAPI = 'sigs.k8s.io/cluster-api';
export const RUNTIME = 'sigs.k8s.io/controller-runtime';

/** An entry point that serves its metrics over plain http. */
export const old = `package main

import (
	"flag"
	"os"

	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

func main() {
	var metricsAddr string
	flag.StringVar(&metricsAddr, "metrics-bind-address", ":8080", "The metrics address.")
	flag.Parse()
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: metricsserver.Options{BindAddress: metricsAddr},
	})
	if err != nil {
		os.Exit(1)
	}
	_ = mgr
}
`;

type Choice = Pick<MigrationOptions, 'style' | 'port' | 'keepFlags'>;

const choice: Choice = { style: 'auto', port: undefined, keepFlags: false };

/** Decides the one manager of a repository with this go.mod. */
export function decide(
  goMod: string,
  files: Record<string, string | undefined> = {},
  options: Partial<Choice> = {},
): DecidedManager {
  const all = { 'go.mod': `module example.org/x\n\n${goMod}\n`, 'main.go': old, ...files };
  const present = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const repository = memoryRepository(Object.fromEntries(present));
  const [source] = surveyManagerSources(repository, surveyModules(repository));
  if (!source) throw new Error('no manager was found');
  const { entryPoint, module } = source;
  const manifests = surveyManifests(repository, [source]).get(source) ?? noManifests;
  const manager = { entryPoint, module, source, generatorCalls: [], manifests };
  return decideManager(repository, manager, { ...choice, ...options });
}

/** What secures a manager with these versions. */
export function api(clusterApi: string, runtime: string): string {
  return decide(`require ${CAPI} ${clusterApi}\nrequire ${RUNTIME} ${runtime}`).decision.api;
}

/** The problem with which a call refuses, and its place as one text. */
export function problemOf(run: () => unknown): { code: string; reason: string; place: string; hint: string } {
  try {
    run();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { code, reason, file, line, column, hint } = error.problem;
    return { code, reason, hint, place: `${error.kind} ${file}:${line}:${column}` };
  }
  throw new Error('nothing was refused');
}
