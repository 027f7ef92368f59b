/** Placeholder until the survey of controller-gen calls lands. */
export interface GeneratorCall {
  readonly file: string;
}
