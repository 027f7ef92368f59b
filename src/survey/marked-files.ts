import { posix } from 'node:path';
import { isBuilt } from '../golang/build-constraint.ts';
import { collectRbacMarkers, type RbacMarker } from '../golang/markers.ts';
import { oncePerFile } from '../repository/once-per-file.ts';
import type { Repository } from '../repository/repository.ts';
import { search } from '../repository/search.ts';
import type { SourceFile } from '../repository/source-file.ts';

/** A Go file that controller-gen may read, and its RBAC markers. */
export interface MarkedFile {
  readonly path: string;
  /** Its package's folder, '.' for the root. */
  readonly directory: string;
  readonly markers: readonly RbacMarker[];
  /** The file cannot be read: what controller-gen would find there is not known. */
  readonly unreadable: boolean;
}

const known = new WeakMap<Repository, readonly MarkedFile[]>();

/** The files with `+kubebuilder:rbac` markers that go builds: no tests, no vendored copies. Read once. */
export function markedFiles(repository: Repository): readonly MarkedFile[] {
  const before = known.get(repository);
  if (before) return before;
  const files = search(repository, '+kubebuilder:rbac', isSource).flatMap((path) => {
    const file = repository.tryRead(path);
    if (!file) return [{ path, directory: posix.dirname(path), markers: [], unreadable: true }];
    return isBuilt(path, file.text) ? [readMarkedFile(file)] : [];
  });
  known.set(repository, files);
  return files;
}

/** The markers of one text. */
export const readMarkedFile = oncePerFile((file: SourceFile): MarkedFile => {
  const directory = posix.dirname(file.path);
  return { path: file.path, directory, markers: collectRbacMarkers(file), unreadable: false };
});

function isSource(path: string): boolean {
  return path.endsWith('.go') && !path.endsWith('_test.go') && !/(^|\/)vendor\//.test(path);
}
