import type { NextCommand } from '../migration/step.ts';
import type { Repository } from '../repository/repository.ts';
import type { Project } from './project.ts';

/** What cannot be known offline: the licences and checksums of what is built, and whether patches still apply. */
export function nextCommands(
  repository: Repository,
  project: Project,
  goVersionUnknown: string | undefined,
): readonly NextCommand[] {
  const make = `${project.branch === undefined ? '' : `RELEASE_BRANCH=${project.branch} `}make -C ${project.home}`;
  const patches = inFolder(repository, project, /^(helm\/)?patches\/.+\.patch$/);
  const generated = inFolder(repository, project, /^(CHECKSUMS|[^/]*ATTRIBUTION\.txt)$/);
  return [
    ...(goVersionUnknown === undefined ? [] : [lookUpGo(project, goVersionUnknown)]),
    ...(patches.length === 0
      ? []
      : [command(`${make} patch-repo`, `patches may no longer apply: ${patches.join(', ')}`)]),
    ...(generated.length === 0
      ? []
      : [command(`${make} attribution checksums`, `made from what is built: ${generated.join(', ')}`)]),
  ];
}

/** Paths of the project's files that match, relative to its folder. */
function inFolder(repository: Repository, { folder }: Project, pattern: RegExp): readonly string[] {
  return repository.paths.filter(
    (path) => path.startsWith(`${folder}/`) && pattern.test(path.slice(folder.length + 1)),
  );
}

function lookUpGo({ name, folder }: Project, tag: string): NextCommand {
  return command(
    `diag-codemod bump . --project ${name} --to ${tag} --upstream CLONE`,
    `${folder}/GOLANG_VERSION follows upstream when its Go has a higher minor: that is read from a clone`,
  );
}

function command(text: string, reason: string): NextCommand {
  return { command: text, directory: '.', reason };
}
