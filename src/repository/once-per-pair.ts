/**
 * What is found out of two things is found out once, as long as the first one lives: of a repository and a path, of a program and a node.
 *
 * @param keyOf tells which second things are the same one; each is itself unless given.
 */
export function oncePerPair<One extends object, Other, Value>(
  find: (one: One, other: Other) => Value,
  keyOf: (other: Other) => unknown = (other) => other,
): (one: One, other: Other) => Value {
  const known = new WeakMap<One, Map<unknown, { readonly value: Value }>>();
  return (one, other) => {
    const found = known.get(one) ?? new Map<unknown, { readonly value: Value }>();
    known.set(one, found);
    const key = keyOf(other);
    const before = found.get(key);
    if (before) return before.value;
    const value = find(one, other);
    found.set(key, { value });
    return value;
  };
}
