import { isAuthProxy } from '../../kubernetes/manager-container.ts';
import { readWorkloads } from '../../kubernetes/read-workloads.ts';
import { allowsAll, installedRoles } from '../../kubernetes/role-source.ts';
import { tryParseYaml } from '../../kubernetes/yaml-file.ts';
import type { Decision } from '../../migration/decision.ts';
import {
  type NextCommand,
  type Step,
  type StepInput,
  type StepResult,
  stepResult,
} from '../../migration/step.ts';
import type { Repository } from '../../repository/repository.ts';
import type { SourceFile } from '../../repository/source-file.ts';
import { linkWorkloads } from '../../survey/manifest-links.ts';
import { bundleGenerator, isServiceVersion } from '../../survey/olm-bundle.ts';
import { passesGoneFlag } from '../gone-arguments.ts';

/** Bundles of the Operator Lifecycle Manager that are made of the kustomize sources: which command makes them again. */
export const step: Step = {
  id: 'olm-bundle',
  title: 'Say how generated OLM bundles are made again',
  needs: [],
  plan,
};

function plan({ survey, decisions }: StepInput): StepResult {
  const { repository } = survey;
  const paths = repository.paths.filter(isServiceVersion);
  return stepResult({ next: paths.flatMap((path) => nextFor(repository, decisions, path)) });
}

function nextFor(
  repository: Repository,
  decisions: readonly Decision[],
  path: string,
): readonly NextCommand[] {
  const generator = bundleGenerator(repository, path);
  const file = generator && repository.tryRead(path);
  if (!file || !decisions.some((decision) => isBehind(repository, decision, file))) return [];
  const reason = `${path} is made of the kustomize sources, which say other things now`;
  return [{ ...generator, reason }];
}

/** It runs the manager as it was: with an argument that is gone, behind a sidecar, or without its rights. */
function isBehind(repository: Repository, decision: Decision, file: SourceFile): boolean {
  const { source } = decision.manager;
  const workloads = linkWorkloads(repository, [source], readWorkloads(file)).get(source) ?? [];
  return workloads.some(
    ({ containers, container, serviceAccountName = 'default' }) =>
      !decision.adopted ||
      containers.some(isAuthProxy) ||
      passesGoneFlag(decision, container) ||
      !isGranted(file, serviceAccountName),
  );
}

function isGranted(file: SourceFile, account: string): boolean {
  const parsed = tryParseYaml(file);
  return (
    parsed !== undefined && installedRoles(parsed).some((role) => role.name === account && allowsAll(role))
  );
}
