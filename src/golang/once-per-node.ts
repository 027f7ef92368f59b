import { oncePerPair } from '../repository/once-per-pair.ts';
import type { Located } from './node.ts';
import type { GoProgram } from './program.ts';

/**
 * What is found out of a node is found out once in a program, whose files never change: each link of a chain of calls
 * (`a.B().C().D()`) asks for the type of all before it.
 */
export function oncePerNode<Value>(
  find: (program: GoProgram, at: Located) => Value,
): (program: GoProgram, at: Located) => Value {
  return oncePerPair(find, ({ node }) => node);
}
