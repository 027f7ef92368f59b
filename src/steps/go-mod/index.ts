import { asChanges } from '../../golang/edits/text-edit.ts';
import { addRequirements, makeDirect, type WantedModule } from '../../golang/go-mod-edits.ts';
import type { GoModule } from '../../golang/go-module.ts';
import { knownVersion } from '../../golang/go-sum.ts';
import { CLUSTER_API, CONTROLLER_RUNTIME, PFLAG_MODULE } from '../../golang/module-paths.ts';
import { namesNoPflag } from '../../golang/removed-flags.ts';
import { versionOfApiModule } from '../../golang/versions.ts';
import type { Decision } from '../../migration/decision.ts';
import { type Step, type StepResult, stepResult } from '../../migration/step.ts';
import type { Edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { because, IMPORTED, indirectAmong, mendMarks } from './marks.ts';
import { nextCommands } from './next-commands.ts';

/**
 * Modules that the code now imports become direct requirements; everything else in go.mod, go.sum and vendor/ cannot be known offline
 * and is left to the commands under `next` (design §6.11). It predicts from the decisions; of an adopted manager it reads what
 * package main imports, and mends the marks that the adoption forgot.
 */
export const step: Step = {
  id: 'go-mod',
  title: 'Require directly what the code now imports',
  needs: [],
  plan({ survey, decisions }): StepResult {
    const modules = modulesOf(survey.modules, decisions, false);
    const adopted = modulesOf(survey.modules, decisions, true).filter((module) => !modules.includes(module));
    return stepResult({
      changes: [
        ...modules.flatMap((module) =>
          requireDirectly(survey.repository, module, importedIn(module, decisions)),
        ),
        ...adopted.flatMap((module) => mendMarks(survey.repository, module, decisions)),
      ],
      next: modules.flatMap((module) =>
        nextCommands(survey.repository, module, importedIn(module, decisions)),
      ),
    });
  },
};

function modulesOf(
  modules: readonly GoModule[],
  decisions: readonly Decision[],
  adopted: boolean,
): GoModule[] {
  const meant = decisions.filter((one) => one.adopted === adopted);
  const files = new Set(meant.map(({ manager }) => manager.module.file));
  return modules.filter(({ file }) => files.has(file));
}

/**
 * What the code of a module imports afterwards: without the flags of Cluster API controller-runtime's filters alone; pflag too, unless
 * all its flags are those of commands.
 */
function importedIn(module: GoModule, decisions: readonly Decision[]): readonly string[] {
  const own = decisions.filter(({ manager }) => manager.module.file === module.file);
  if (own.every(({ api }) => api === 'metrics-filters')) return [CONTROLLER_RUNTIME];
  const isUnnamed = own.every(({ manager }) => namesNoPflag(manager.source));
  return isUnnamed ? IMPORTED.filter((path) => path !== PFLAG_MODULE) : IMPORTED;
}

function requireDirectly(repository: Repository, module: GoModule, imported: readonly string[]): Edit[] {
  const file = repository.read(module.file);
  if (!file) return [];
  const indirect = indirectAmong(module, imported);
  const added = missing(repository, module).filter(({ path }) => imported.includes(path));
  return [
    ...asChanges(file, makeDirect(file, indirect), because('the code now imports', indirect)),
    ...asChanges(
      file,
      addRequirements(file, added),
      because(
        'the code now imports',
        added.map(({ path }) => path),
      ),
    ),
  ];
}

/** What go.mod does not name at all, as far as the version is known here. */
function missing(repository: Repository, module: GoModule): WantedModule[] {
  const versions = {
    // pflag is in the graph of every Cluster API; before Go 1.17 go.mod did not list it.
    [PFLAG_MODULE]: () => knownVersion(repository, module, PFLAG_MODULE),
    // Both modules are released together (facts A6).
    [CLUSTER_API]: () => versionOfApiModule(module),
  };
  return Object.entries(versions).flatMap(([path, versionOf]) => {
    if (module.modulePath === path || module.requirements.some((one) => one.path === path)) return [];
    const version = versionOf();
    return version === undefined ? [] : [{ path, version }];
  });
}
