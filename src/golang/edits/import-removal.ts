import type { GoFile } from '../syntax.ts';
import type { ImportSpec } from './import-specs.ts';
import { lineStart } from './lines.ts';
import { removeNodes } from './removal.ts';
import type { TextEdit } from './text-edit.ts';

/** Takes imports away; a declaration without any goes too, unless new imports are added to it. */
export function removeImports(
  file: GoFile,
  specs: readonly ImportSpec[],
  remove: readonly ImportSpec[],
  keep: boolean,
): TextEdit[] {
  const emptied = (spec: ImportSpec) =>
    specs
      .filter((other) => other.declaration.id === spec.declaration.id)
      .every((other) => remove.includes(other));
  const nodes = remove.map((spec) =>
    emptied(spec) && !(keep && isGroup(spec)) ? spec.declaration : spec.node,
  );
  return removeNodes(file, nodes).map((edit) => withoutBlankAtEnd(file, specs, remove, edit));
}

/** gofmt leaves no blank line between the last import and the closing bracket, not even before a comment. */
function withoutBlankAtEnd(
  file: GoFile,
  specs: readonly ImportSpec[],
  remove: readonly ImportSpec[],
  edit: TextEdit,
): TextEdit {
  const owner = specs.find(
    ({ declaration }) => declaration.startIndex < edit.start && edit.end < declaration.endIndex,
  );
  const last = specs
    .filter((spec) => spec.declaration.id === owner?.declaration.id && !remove.includes(spec))
    .at(-1);
  if (!last || last.node.endIndex > edit.start) return edit;
  const above = lineStart(file.text, edit.start - 1);
  return file.text.slice(above, edit.start).trim() === '' ? { ...edit, start: above } : edit;
}

function isGroup(spec: ImportSpec): boolean {
  return spec.node.parent?.type === 'import_spec_list';
}
