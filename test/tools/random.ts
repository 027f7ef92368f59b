/** Random numbers that a seed makes again: what failed can be run again. */
export interface Random {
  readonly seed: number;
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** One of a list that is not empty. */
  pick<Value>(values: readonly Value[]): Value;
  /** `count` of them, each once, in their order; all where there are fewer. */
  sample<Value>(values: readonly Value[], count: number): readonly Value[];
}

/** The seed that the environment asks for, else one of the clock. */
export function chosenSeed(): number {
  return Number(process.env.DIAG_CODEMOD_SEED ?? Date.now() % 1_000_000);
}

/** The generator of a seed: mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    seed,
    below,
    pick: (values) => {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error('nothing to pick from');
      return value;
    },
    sample: (values, count) => {
      const keyed = values.map((value, at) => ({ value, at, key: next() }));
      const chosen = keyed.sort((one, other) => one.key - other.key).slice(0, count);
      return chosen.sort((one, other) => one.at - other.at).map(({ value }) => value);
    },
  };
}
