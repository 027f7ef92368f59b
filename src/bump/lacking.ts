import type { Repository } from '../repository/repository.ts';
import { type Project, projectsOf } from './project.ts';

/** A project whose controllers cannot have a secured metrics endpoint, and how that is known. */
export interface LackingProject {
  readonly project: Project;
  /** The file that proves it. */
  readonly path: string;
  readonly line: number;
  /** controller-runtime's version in it. */
  readonly controllerRuntime: string;
}

/** What is known of a repository's projects without their sources. */
export interface Diagnosis {
  readonly lacking: readonly LackingProject[];
  /** Projects that link controller-runtime: only these can have controllers. */
  readonly controllers: number;
}

const CONTROLLER_RUNTIME = /^\*\* sigs\.k8s\.io\/controller-runtime; version (\S+)/m;

/**
 * Reads it from the licences of what was built. Every way to secure the endpoint (Cluster API's flags, controller-runtime's filters)
 * imports k8s.io/apiserver (facts A4, B): a binary that links controller-runtime and not that cannot ask who a client is.
 * The opposite proves nothing: others import k8s.io/apiserver too.
 */
export function diagnose(repository: Repository): Diagnosis {
  const found = projectsOf(repository).flatMap((project) => {
    const paths = repository.paths.filter((path) => isAttribution(path, project));
    const texts = paths.map((path) => ({ path, text: repository.tryRead(path)?.text ?? '' }));
    const linking = texts.filter(({ text }) => CONTROLLER_RUNTIME.test(text));
    const without = linking.find(({ text }) => !/^\*\* k8s\.io\/apiserver; version /m.test(text));
    return linking.length === 0 ? [] : [without ? lacking(project, without) : undefined];
  });
  return { controllers: found.length, lacking: found.filter((project) => project !== undefined) };
}

function isAttribution(path: string, { folder }: Project): boolean {
  return path.startsWith(`${folder}/`) && /^[^/]*ATTRIBUTION\.txt$/.test(path.slice(folder.length + 1));
}

function lacking(project: Project, { path, text }: { path: string; text: string }): LackingProject {
  const found = CONTROLLER_RUNTIME.exec(text);
  const line = text.slice(0, found?.index ?? 0).split('\n').length;
  return { project, path, line, controllerRuntime: found?.[1] ?? '' };
}
