/** Each value once, in its order: overlays share files, and managers charts. Two that print the same JSON are the same one. */
export function withoutRepeats<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
