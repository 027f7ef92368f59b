import { type Located, statementOf } from '../../golang/node.ts';
import type { Node } from '../../golang/syntax.ts';
import { problemAt } from './problem-at.ts';

/** The statement that holds a node, for placing another beside it. Throws where there is none. */
export function statementAt(at: Located): Node {
  const statement = statementOf(at.node);
  if (statement) return statement;
  throw problemAt(at, {
    code: 'no-place-for-statement',
    reason: 'this is not written in a statement of a function, so that nothing can be put beside it',
    hint: 'Move it into func main, and run the migration again.',
  });
}
