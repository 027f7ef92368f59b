import { asChanges } from '../../golang/edits/text-edit.ts';
import { addRequirements, makeDirect } from '../../golang/go-mod-edits.ts';
import type { GoModule } from '../../golang/go-module.ts';
import { knownVersion } from '../../golang/go-sum.ts';
import { CLUSTER_API, CONTROLLER_RUNTIME, PFLAG_MODULE } from '../../golang/module-paths.ts';
import type { Decision } from '../../migration/decision.ts';
import { type Step, type StepResult, stepResult } from '../../migration/step.ts';
import type { Edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { nextCommands } from './next-commands.ts';

/** What the migrated code imports directly: flags are registered on a `*pflag.FlagSet` (facts A2). */
const IMPORTED = [PFLAG_MODULE, CLUSTER_API, CONTROLLER_RUNTIME];

/**
 * Modules that the code now imports become direct requirements; everything else in go.mod, go.sum and vendor/ cannot be known offline
 * and is left to the commands under `next` (design §6.11). It predicts from the decisions: an adopted manager changes nothing.
 */
export const step: Step = {
  id: 'go-mod',
  title: 'Require directly what the code now imports',
  needs: [],
  plan({ survey, decisions }): StepResult {
    const modules = migratedModules(survey.modules, decisions);
    return stepResult({
      changes: modules.flatMap((module) => requireDirectly(survey.repository, module)),
      next: modules.flatMap((module) => nextCommands(survey.repository, module)),
    });
  },
};

function migratedModules(modules: readonly GoModule[], decisions: readonly Decision[]): GoModule[] {
  const migrated = decisions.filter(({ adopted, api }) => !adopted && api !== 'metrics-filters');
  const files = new Set(migrated.map(({ manager }) => manager.module.file));
  return modules.filter(({ file }) => files.has(file));
}

function requireDirectly(repository: Repository, module: GoModule): Edit[] {
  const file = repository.read(module.file);
  if (!file) return [];
  const indirect = IMPORTED.filter((path) =>
    module.requirements.some((one) => one.path === path && one.indirect),
  );
  const reason = (paths: readonly string[]) => `The code now imports ${paths.join(' and ')}.`;
  const why = { step: step.id, reason: reason(indirect) };
  const added = missing(repository, module);
  return [
    ...asChanges(file, makeDirect(file, indirect), why),
    ...asChanges(file, addRequirements(file, added), {
      step: step.id,
      reason: reason(added.map(({ path }) => path)),
    }),
  ];
}

/** pflag is in the graph of every Cluster API; before Go 1.17 go.mod did not list it. */
function missing(repository: Repository, module: GoModule): { path: string; version: string }[] {
  if (module.modulePath === PFLAG_MODULE || module.requirements.some(({ path }) => path === PFLAG_MODULE))
    return [];
  const version = knownVersion(repository, module, PFLAG_MODULE);
  return version ? [{ path: PFLAG_MODULE, version }] : [];
}
