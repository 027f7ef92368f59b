import type { AddedLabels, LabelRule } from './added-labels.ts';
import type { KustomizeEntry } from './kustomize-entry.ts';
import type { YamlFile } from './yaml-file.ts';

/** One kustomization.yaml. Its text is a {@link YamlFile}: `documents[0]` is the kustomization itself. */
export interface Kustomization extends YamlFile {
  /** Its folder, POSIX, relative to the repository; '.' for the root. */
  readonly directory: string;
  /** Everything it lists, in the order of the text. */
  readonly entries: readonly KustomizeEntry[];
  /** What it puts before each name; '' for nothing. */
  readonly namePrefix: string;
  readonly nameSuffix: string;
  readonly namespace: string | undefined;
  /** What it puts on every object. */
  readonly labels: readonly LabelRule[];
}

/** All kustomizations of a repository, and who includes what. */
export interface KustomizeGraph {
  /** Sorted by path. One that is no YAML, or a template, is not part of it. */
  readonly kustomizations: readonly Kustomization[];
  /** The kustomization at that path: of its file, or of its folder. */
  find(path: string): Kustomization | undefined;
  /** Those that no other one includes, and those that the Makefile, a script or a workflow names; sorted by path. */
  readonly overlays: readonly Kustomization[];
  /**
   * Paths of all files that rendering this kustomization reads, transitively: itself, resources, patches, components,
   * configurations, generators' files. Missing and remote ones are not among them.
   */
  filesReachedBy(path: string): ReadonlySet<string>;
  /**
   * The files among them that bring objects (resources, bases, components, crds): not patches, not configurations.
   * Sorted by path.
   */
  objectFilesReachedBy(path: string): readonly string[];
  /** The overlays whose rendering reads that file, sorted by path. */
  rootsReaching(path: string): readonly Kustomization[];
  /** Whether any kustomization reads that file. A kustomization reaches itself. */
  isReached(path: string): boolean;
  /** The entries that name that file directly (for a folder: its kustomization), with the kustomization that holds them. */
  entriesNaming(
    path: string,
  ): readonly { readonly kustomization: Kustomization; readonly entry: KustomizeEntry }[];
  /** The kustomizations on the (first) way from an overlay to an object file, outermost first; undefined where there is none. */
  wayTo(overlay: Kustomization, file: string): readonly Kustomization[] | undefined;
  /**
   * The name that an object of that file gets in an overlay: prefixes and suffixes of every kustomization on the way.
   * Undefined where the overlay does not reach the file.
   */
  renderedName(overlay: Kustomization, file: string, name: string): string | undefined;
  /** The same for the namespace: that of the outermost kustomization that sets one, else `namespace` itself. */
  renderedNamespace(overlay: Kustomization, file: string, namespace: string | undefined): string | undefined;
  /** The labels that every kustomization on the way, and the components that it takes in, put on an object of that file. */
  addedLabels(overlay: Kustomization, file: string): AddedLabels;
}

export { buildKustomizeGraph } from './kustomize-graph.ts';
