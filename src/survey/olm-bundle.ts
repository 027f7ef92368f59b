import { posix } from 'node:path';
import type { Repository } from '../repository/repository.ts';

/** How a bundle is made again. */
export interface BundleGenerator {
  /** Folder of the Makefile, relative to the repository. */
  readonly directory: string;
  readonly command: string;
}

/** By name: reading all manifests of a repository for it would take long. */
export function isServiceVersion(path: string): boolean {
  return /clusterserviceversion\.ya?ml$/.test(path);
}

/**
 * What makes a ClusterServiceVersion of the kustomize sources, as operator-sdk scaffolds it: the target `bundle` of the
 * nearest Makefile above. Undefined for one that is written by hand.
 */
export function bundleGenerator(repository: Repository, path: string): BundleGenerator | undefined {
  if (!isServiceVersion(path)) return undefined;
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    const text = repository.tryRead(posix.join(folder, 'Makefile'))?.text ?? '';
    if (/^bundle:/m.test(text) && /\bgenerate\s+bundle\b/.test(text))
      return { directory: folder, command: 'make bundle' };
    if (folder === '.' || folder === '/') return undefined;
  }
}
