import { children, elementValue, field, type Located } from '../../../golang/node.ts';
import type { GoFile, Node } from '../../../golang/syntax.ts';
import { METRICS_OPTIONS } from '../../../golang/types.ts';
import type { FiltersPlan } from './filters-plan.ts';
import type { OptionsField } from './secure-options.ts';

/** `metricsserver.Options{…}` with these fields, each on a line of its own. */
export function literalText(
  draft: FiltersPlan['draft'],
  file: GoFile,
  fields: readonly OptionsField[],
): string {
  const server = draft.importAs(file, METRICS_OPTIONS.importPath, ['metricsserver', 'ctrlmetricsserver']);
  return [`${server}.Options{`, ...fields.map((one) => line(file, one)), '}'].join('\n');
}

/** A literal as it is, at the margin, with further fields behind its address; one that is there already gets the new value. */
export function extendedLiteral({ file, node }: Located, fields: readonly OptionsField[]): string {
  const elements = children(field(node, 'body'));
  const keyOf = (element: Node) => field(element, 'key')?.text ?? '';
  const isThere = ({ key }: OptionsField) => elements.some((element) => keyOf(element) === key);
  const newValueOf = (element: Node) => fields.find(({ key }) => key === keyOf(element))?.value(file);
  const added = fields.filter((one) => !isThere(one)).map((one) => line(file, one));
  const address = elements.find((one) => keyOf(one) === 'BindAddress') ?? elements.at(-1);
  if (node.startPosition.row === node.endPosition.row || !address) {
    const at = address ? elements.indexOf(address) + 1 : 0;
    const lines = elements.map(
      (one) => `\t${newValueOf(one) ? `${keyOf(one)}: ${newValueOf(one)}` : one.text},`,
    );
    return [`${field(node, 'type')?.text}{`, ...lines.slice(0, at), ...added, ...lines.slice(at), '}'].join(
      '\n',
    );
  }
  const lines = dedented(file, node);
  for (const one of elements) {
    const value = newValueOf(one);
    const row = one.startPosition.row - node.startPosition.row;
    if (value && one.endPosition.row === one.startPosition.row)
      lines[row] = (lines[row] ?? '').replace(elementValue(one).text, () => value);
  }
  const row = address.endPosition.row - node.startPosition.row;
  return [...lines.slice(0, row + 1), ...added, ...lines.slice(row + 1)].join('\n');
}

function line(file: GoFile, { key, value }: OptionsField): string {
  return `\t${key}: ${value(file)},`;
}

function dedented(file: GoFile, node: Node): string[] {
  const start = file.text.lastIndexOf('\n', node.startIndex - 1) + 1;
  const indentation = /^[ \t]*/.exec(file.text.slice(start))?.[0] ?? '';
  return node.text
    .split(/\r?\n/)
    .map((text) => (text.startsWith(indentation) ? text.slice(indentation.length) : text));
}
