import { refusal } from '../repository/problem.ts';
import type { Repository } from '../repository/repository.ts';

/** A project of a build-tooling repository, or one of its release branches. */
export interface Project {
  /** `org/repo`, or `org/repo/1-34`. */
  readonly name: string;
  readonly org: string;
  readonly repo: string;
  /** The folder of a release branch, `1-34`; undefined for the project itself. */
  readonly branch: string | undefined;
  /** Folder of GIT_TAG and what goes with it. */
  readonly folder: string;
  /** Folder of README.md, Makefile and the folders of its release branches. */
  readonly home: string;
}

/** Lists every upstream project with the versions that it is built at; made by `make generate` there. */
export const PROJECTS_FILE = 'UPSTREAM_PROJECTS.yaml';

const GIT_TAG = /^projects\/([^/]+)\/([^/]+)\/(?:([^/]+)\/)?GIT_TAG$/;

/** Whether this is a repository that builds upstream projects at the tags that it pins. */
export function isBuildTooling(repository: Repository): boolean {
  return repository.has(PROJECTS_FILE) && repository.paths.some((path) => GIT_TAG.test(path));
}

/** Every project and release branch that has a GIT_TAG, sorted by name. */
export function projectsOf(repository: Repository): readonly Project[] {
  return repository.paths.flatMap((path) => {
    const [, org, repo, branch] = GIT_TAG.exec(path) ?? [];
    if (org === undefined || repo === undefined) return [];
    const home = `projects/${org}/${repo}`;
    const names = branch === undefined ? [org, repo] : [org, repo, branch];
    return [{ name: names.join('/'), org, repo, branch, home, folder: `projects/${names.join('/')}` }];
  });
}

/** Throws a refusal that names what is near when there is no such project. */
export function projectNamed(repository: Repository, name: string): Project {
  const projects = projectsOf(repository);
  const project = projects.find((candidate) => candidate.name === name);
  if (project) return project;
  const last = name.split('/').at(-1) ?? '';
  const near = projects.filter((other) => other.name.startsWith(`${name}/`) || other.repo === last);
  const hint =
    near.length > 0
      ? `There is ${near.map((other) => other.name).join(', ')}.`
      : 'Give org/repo as below projects/, with the folder of a release branch where it has some.';
  throw refusal({ code: 'no-such-project', reason: `there is no projects/${name}/GIT_TAG`, hint });
}

/** The first line of a one-line file of the project, trimmed; undefined where there is none. */
export function pinnedValue(repository: Repository, project: Project, file: string): string | undefined {
  return repository.read(`${project.folder}/${file}`)?.text.trim();
}
