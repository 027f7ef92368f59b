import type { JsonPatchSource } from './json-patch.ts';
import type { WorkloadSource } from './workload.ts';

/** The manager's Deployment as one overlay brings it to a cluster. */
export interface DeploymentRendering {
  /** Path of the overlay's kustomization; of the manifest itself where no kustomization is used. */
  readonly overlay: string;
  readonly deployment: WorkloadSource;
  /** Strategic-merge patches in the order of their application; `container` is the manager's, where the patch names it. */
  readonly patches: readonly WorkloadSource[];
  readonly jsonPatches: readonly JsonPatchSource[];
  /**
   * Where the `args` in force stand: the last strategic patch that lists some (a patch replaces the list wholesale),
   * else the Deployment.
   */
  readonly argumentSource: WorkloadSource;
  /** Index of the manager among the containers once the patches are merged (new ones are put in front). */
  readonly containerIndex: number;
  readonly serviceAccountName: string;
  /** Labels of its pods, with those that patches and kustomizations add. */
  readonly podLabels: ReadonlyMap<string, string>;
  /** With the prefixes and suffixes of the overlay. */
  readonly name: string;
  readonly namespace: string | undefined;
  /** It holds a `${X:=y}`: clusterctl's substitution runs on the way to the cluster (design §6.4). */
  readonly substitutes: boolean;
}

/** The committed output of an overlay, and whether it still is that output in the fields that matter here. */
export interface RenderedCopy {
  readonly workload: WorkloadSource;
  /** The overlays whose output it may be. */
  readonly overlays: readonly string[];
  /** Its arguments are those of one of these overlays (before the migration). */
  readonly argumentsFresh: boolean;
  readonly portsFresh: boolean;
}

/** The manifests that run one controller manager, by the role they play. */
export interface ManagerManifests {
  /** Its Deployment (StatefulSet, DaemonSet, Pod) as kustomize sources define it: one for each tree that has its own. */
  readonly deployments: readonly WorkloadSource[];
  /** Strategic-merge patches of that Deployment, reached by an overlay. */
  readonly patches: readonly WorkloadSource[];
  /** JSON6902 patches of that Deployment, reached by an overlay. */
  readonly jsonPatches: readonly JsonPatchSource[];
  /** Each Deployment in each overlay that brings it. */
  readonly renderings: readonly DeploymentRendering[];
  /** Committed output of an overlay: the same Deployment again, at its rendered name. */
  readonly rendered: readonly RenderedCopy[];
  /** The same Deployment, or a patch of it, in files that no kustomization reaches and that are no rendered copy. */
  readonly unreached: readonly WorkloadSource[];
  /** JSON6902 patches beside reached ones that nothing applies. */
  readonly unreachedJsonPatches: readonly JsonPatchSource[];
  /** Helm templates of the same Deployment, read with their actions blanked out. */
  readonly templates: readonly WorkloadSource[];
  /** Paths of the kustomization files (or plain manifests) of {@link renderings}. */
  readonly overlays: readonly string[];
  /** As the sources write it, without a name prefix; `default` where none is set. */
  readonly serviceAccountName: string;
  /** As the source writes it; overlays may set another one. */
  readonly namespace: string | undefined;
  /** Every rendering substitutes. */
  readonly substitutes: boolean;
}

/** Manifests of a manager for which nothing was found. */
export const noManifests: ManagerManifests = {
  deployments: [],
  patches: [],
  jsonPatches: [],
  renderings: [],
  rendered: [],
  unreached: [],
  unreachedJsonPatches: [],
  templates: [],
  overlays: [],
  serviceAccountName: 'default',
  namespace: undefined,
  substitutes: false,
};
