import { portOf } from '../../kubernetes/address.ts';
import type { Argument } from '../../kubernetes/arguments.ts';
import { dashIndent } from '../../kubernetes/list-splices.ts';
import { lineEndOf, lineStartOf, type Splice } from '../../kubernetes/splice.ts';
import type { SourceFile } from '../../repository/source-file.ts';

/** What is no longer so once the endpoint is secure: where it listened, that it was plain, what stood before it. */
const OLD_WORLD =
  /loopback|localhost|127\.0\.0\.1|0\.0\.0\.0|\binterfaces?\b|\bhttp\b(?!:\/\/)|plain|insecure|un(authenticated|protected|secured)|(auth|rbac)[ _-]?proxy|side-?car|\bbinds?\b|\bbound\b|\blocal(ly)?\b/i;

/** Comments beside an argument that speak of its old value; others stay beside the new one. */
export function commentsBeside(file: SourceFile, argument: Argument): readonly Splice[] {
  if (argument.list.node.flow) return [];
  const items = argument.valueItem ? [argument.item, argument.valueItem] : [argument.item];
  return items.flatMap(({ end }) => {
    const to = lineEndOf(file.text, end);
    const comment = file.text.slice(end, to);
    return speaksOfOld(comment, argument) ? [{ start: end, end: to, text: '' }] : [];
  });
}

/** The comment lines directly above an argument, as one text: they go when they speak of its old value. */
export function commentsAbove(file: SourceFile, argument: Argument): readonly Splice[] {
  const { list, item } = argument;
  if (list.node.flow) return [];
  const isComment = new RegExp(`^${dashIndent(file.text, list.node)}#(?!\\s*-\\s)`);
  const end = lineStartOf(file.text, item.start);
  let start = end;
  while (start > 0) {
    const above = lineStartOf(file.text, start - 1);
    if (!isComment.test(file.text.slice(above, start))) break;
    start = above;
  }
  return speaksOfOld(file.text.slice(start, end), argument) ? [{ start, end, text: '' }] : [];
}

function speaksOfOld(comment: string, { name, value = '' }: Argument): boolean {
  const port = portOf(value);
  const words = [name, ...(value === '' ? [] : [value]), ...(port === undefined ? [] : [String(port)])];
  return OLD_WORLD.test(comment) || words.some((word) => comment.includes(word));
}
