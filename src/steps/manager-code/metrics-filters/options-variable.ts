import { children, field, fields, type Located, statementOf } from '../../../golang/node.ts';
import type { Node } from '../../../golang/syntax.ts';

/** A local variable that holds a literal. */
export interface OptionsVariable {
  readonly name: string;
  /** The statement that gives it the literal. */
  readonly statement: Node;
}

/** The variable that the literal around an element (or the literal itself) is given to, where it alone is: `opts := ctrl.Options{…}`. */
export function optionsVariable({ node }: Located): OptionsVariable | undefined {
  let literal: Node | null = node;
  while (literal && literal.type !== 'composite_literal') literal = literal.parent;
  const value = literal?.parent?.type === 'unary_expression' ? literal.parent : literal;
  const list = value?.parent;
  const owner = list?.type === 'expression_list' ? list.parent : undefined;
  const statement = owner && statementOf(owner);
  if (!owner || !statement || !list || children(list).length !== 1) return undefined;
  const names = owner.type === 'var_spec' ? fields(owner, 'name') : children(field(owner, 'left'));
  const [name, ...others] = names;
  return name?.type === 'identifier' && others.length === 0 ? { name: name.text, statement } : undefined;
}
