/** Placeholder until the survey of manifests lands. */
export interface ManagerManifests {
  readonly deployments: readonly never[];
}
