/** Placeholder until the survey of Go sources lands. */
export interface ManagerSource {
  readonly entryPoint: string;
}
