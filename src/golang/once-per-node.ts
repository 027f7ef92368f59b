import type { Located } from './node.ts';
import type { GoProgram } from './program.ts';
import type { Node } from './syntax.ts';

/**
 * What is found out of a node is found out once in a program, whose files never change: each link of a chain of calls
 * (`a.B().C().D()`) asks for the type of all before it.
 */
export function oncePerNode<Value>(
  find: (program: GoProgram, at: Located) => Value,
): (program: GoProgram, at: Located) => Value {
  const programs = new WeakMap<GoProgram, Map<Node, { readonly value: Value }>>();
  return (program, at) => {
    const known = programs.get(program) ?? new Map<Node, { readonly value: Value }>();
    programs.set(program, known);
    const before = known.get(at.node);
    if (before) return before.value;
    const value = find(program, at);
    known.set(at.node, { value });
    return value;
  };
}
