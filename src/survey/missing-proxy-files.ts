import { buildKustomizeGraph, type Kustomization } from '../kubernetes/kustomize.ts';
import type { KustomizeEntry } from '../kubernetes/kustomize-entry.ts';
import type { Repository } from '../repository/repository.ts';
import { mentionsOf } from './mentions.ts';

/** An entry that names a file of a kube-rbac-proxy which is not there. */
export interface MissingProxyFile {
  readonly kustomization: Kustomization;
  readonly entry: KustomizeEntry;
}

const NAME = /(^|\/)[\w-]*auth[_-]proxy[\w-]*\.ya?ml$/;

/** Somebody deleted the file and left the entry: kustomize fails on it. Files that a build names may be made by it. */
export function missingProxyFiles(repository: Repository): readonly MissingProxyFile[] {
  return buildKustomizeGraph(repository).kustomizations.flatMap((kustomization) =>
    kustomization.entries
      .filter(({ kind, value }) => kind === 'missing' && NAME.test(value))
      .filter(({ value }) => mentionsOf(repository, value, 'build').length === 0)
      .map((entry) => ({ kustomization, entry })),
  );
}
