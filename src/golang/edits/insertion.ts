import { lineEndingOf } from '../../repository/source-file.ts';
import type { GoFile, Node } from '../syntax.ts';
import { specsOf } from './layout-declarations.ts';
import { leadingComments } from './leading-comment.ts';
import { indentationAt, indented, lineEnd, lineStart, nextLine, standsAlone } from './lines.ts';
import { elementsOf, spansLines } from './node-shapes.ts';
import type { TextEdit } from './text-edit.ts';

/** Where, beside which sibling. */
export interface Place {
  readonly before?: Node;
  readonly after?: Node;
}

/**
 * A new statement on lines of its own. `text` is written without outer indentation and with `\n`; each of its lines gets
 * the indentation of the sibling (and the file's line ending). `blankLine` puts an empty line between the two.
 */
export function insertStatement(
  file: GoFile,
  place: Place,
  text: string,
  options: { blankLine?: boolean } = {},
): TextEdit[] {
  const sibling = siblingOf(place);
  if (!standsAlone(file.text, sibling)) return [besideStatement(place, sibling, text)];
  return [lineEdit(file, place, text, options.blankLine ?? false)];
}

/** A new top-level declaration, with an empty line between it and the sibling. */
export function insertDeclaration(file: GoFile, place: Place, text: string): TextEdit[] {
  return [lineEdit(file, place, text, true)];
}

/** A new `name type` or `name = value` line in a `var ( … )` or `const ( … )` declaration; at its end without a place. */
export function insertSpec(file: GoFile, declaration: Node, text: string, place?: Place): TextEdit[] {
  const last = specsOf(declaration).at(-1);
  const open = declaration.descendantsOfType('(').find((node) => node?.type === '(');
  if (last && open && open.startIndex < last.startIndex)
    return [lineEdit(file, place ?? { after: last }, text, false)];
  const keyword = declaration.children[0]?.text ?? 'var';
  return [lineEdit(file, { after: declaration }, `${keyword} ${text}`, false)];
}

/**
 * A new element (`Key: value`, no comma) of a composite literal (or its `literal_value`); at its end without a place. It takes the
 * shape of the literal: beside the others, or on a line of its own.
 */
export function insertElement(file: GoFile, literal: Node, text: string, place?: Place): TextEdit[] {
  return insertInList(file, listOf(literal, 'literal_value'), text, place);
}

/** A new argument (no comma) of a `call_expression` (or its `argument_list`); at its end without a place. */
export function insertArgument(file: GoFile, call: Node, text: string, place?: Place): TextEdit[] {
  return insertInList(file, listOf(call, 'argument_list'), text, place);
}

/** A new `Name Type` line of a `struct_type`; at its end without a place. */
export function insertField(file: GoFile, struct: Node, text: string, place?: Place): TextEdit[] {
  const list = listOf(struct, 'field_declaration_list');
  const fields = elementsOf(list);
  const last = fields.at(-1);
  if (last && spansLines(list)) return [lineEdit(file, place ?? { after: last }, text, false)];
  const eol = lineEndingOf(file.text);
  const outer = indentationAt(file.text, list.startIndex);
  const lines = place?.before
    ? [text, ...fields.map((field) => field.text)]
    : [...fields.map((field) => field.text), text];
  const body = lines.map((line) => indented(line, `${outer}\t`, eol)).join(eol);
  const gap = file.text[list.startIndex - 1] === ' ' ? '' : ' ';
  return [{ start: list.startIndex, end: list.endIndex, replacement: `${gap}{${eol}${body}${eol}${outer}}` }];
}

function listOf(node: Node, type: string): Node {
  const list = node.type === type ? node : node.namedChildren.find((child) => child.type === type);
  if (!list) throw new Error(`a ${node.type} has no ${type}`);
  return list;
}

function siblingOf(place: Place): Node {
  const sibling = place.before ?? place.after;
  if (!sibling) throw new Error('a place names a sibling');
  return sibling;
}

/** New lines above the sibling and its comment, or below its last line. */
function lineEdit(file: GoFile, place: Place, text: string, blankLine: boolean): TextEdit {
  const eol = lineEndingOf(file.text);
  const sibling = siblingOf(place);
  const lines = indented(text, indentationAt(file.text, sibling.startIndex), eol);
  if (place.before) {
    const start = lineStart(
      file.text,
      leadingComments(file.text, sibling)[0]?.startIndex ?? sibling.startIndex,
    );
    return { start, end: start, replacement: lines + eol + (blankLine ? eol : '') };
  }
  const end = nextLine(file.text, lineEnd(file.text, sibling.endIndex));
  const atEnd = file.text[end - 1] !== '\n';
  return {
    start: end,
    end,
    replacement: (atEnd ? eol : '') + (blankLine ? eol : '') + lines + (atEnd ? '' : eol),
  };
}

/** In `{ a() }` there is no line to put it on. */
function besideStatement(place: Place, sibling: Node, text: string): TextEdit {
  if (place.before) return { start: sibling.startIndex, end: sibling.startIndex, replacement: `${text}; ` };
  return { start: sibling.endIndex, end: sibling.endIndex, replacement: `; ${text}` };
}

function insertInList(file: GoFile, list: Node, text: string, place?: Place): TextEdit[] {
  const last = elementsOf(list).at(-1);
  const at = place ?? (last ? { after: last } : undefined);
  const eol = lineEndingOf(file.text);
  const beside = indented(text, indentationAt(file.text, (last ?? list).startIndex), eol).trimStart();
  if (!at) return [{ start: list.startIndex + 1, end: list.startIndex + 1, replacement: beside }];
  const sibling = siblingOf(at);
  if (standsAlone(file.text, sibling) && list.endPosition.row > sibling.endPosition.row)
    return [lineEdit(file, at, `${text},`, false)];
  if (at.before) return [{ start: sibling.startIndex, end: sibling.startIndex, replacement: `${beside}, ` }];
  return [{ start: sibling.endIndex, end: sibling.endIndex, replacement: `, ${beside}` }];
}
