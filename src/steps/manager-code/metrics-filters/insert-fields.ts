import { insertElement } from '../../../golang/edits/insertion.ts';
import { children, elementValue, field, type Located } from '../../../golang/node.ts';
import type { Node } from '../../../golang/syntax.ts';
import { lineEndingOf } from '../../../repository/source-file.ts';
import type { FiltersPlan } from './filters-plan.ts';
import type { OptionsField } from './secure-options.ts';

type Draft = FiltersPlan['draft'];

/** Fields of a literal: behind the address, where people look for them; one that is there already gets the new value. */
export function insertFields(draft: Draft, literal: Located, fields: readonly OptionsField[]): void {
  const { file, node } = literal;
  const elements = children(field(node, 'body'));
  const keyOf = (element: Node) => field(element, 'key')?.text ?? '';
  const added = fields.filter(({ key }) => !elements.some((element) => keyOf(element) === key));
  for (const { key, value } of fields) {
    const old = elements.find((element) => keyOf(element) === key);
    if (old) draft.replace(file, elementValue(old), value(file));
  }
  if (added.length > 1 && elements.length > 0 && isOnOneLine(node)) spread(draft, literal, added);
  else {
    const address = elements.find((element) => keyOf(element) === 'BindAddress');
    for (const { key, value } of added)
      draft.edit(file, ...insertElement(file, node, `${key}: ${value(file)}`, address && { after: address }));
  }
}

function isOnOneLine(node: Node): boolean {
  return node.startPosition.row === node.endPosition.row;
}

/** `Options{BindAddress: a}` gets a line for each field: three on one line are hard to read. */
function spread(draft: Draft, { file, node }: Located, added: readonly OptionsField[]): void {
  const body = field(node, 'body') ?? node;
  const elements = children(body);
  const start = file.text.lastIndexOf('\n', node.startIndex - 1) + 1;
  const indentation = /^[ \t]*/.exec(file.text.slice(start))?.[0] ?? '';
  const [outer, inner] = [indentation, `${indentation}\t`].map((it) => lineEndingOf(file.text) + it);
  const address = elements.find((one) => field(one, 'key')?.text === 'BindAddress') ?? elements.at(-1);
  const lines = added.map(({ key, value }) => `,${inner}${key}: ${value(file)}`).join('');
  for (const [index, element] of elements.entries()) {
    const from = elements[index - 1]?.endIndex ?? body.startIndex + 1;
    const before = index === 0 ? inner : `${elements[index - 1] === address ? lines : ''},${inner}`;
    draft.edit(file, { start: from, end: element.startIndex, replacement: before ?? '' });
  }
  const last = elements.at(-1);
  const end = `${last === address ? lines : ''},${outer}`;
  draft.edit(file, {
    start: last?.endIndex ?? body.startIndex + 1,
    end: body.endIndex - 1,
    replacement: end,
  });
}
