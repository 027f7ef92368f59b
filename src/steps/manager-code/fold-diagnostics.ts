import { argumentsOf } from '../../golang/calls.ts';
import { freshName } from '../../golang/edits/names.ts';
import { descendants, field } from '../../golang/node.ts';
import { referencesTo } from '../../golang/references.ts';
import type { EarlierOptions } from './earlier-options.ts';
import { type OptionsVariable, variableNames } from './names.ts';
import type { ManagerPlan } from './plan-manager.ts';

/** DiagnosticsOptions become ManagerOptions: the same variable under the new type and name, registered by the new function. */
export function foldDiagnosticsOptions(
  { draft, api }: ManagerPlan,
  earlier: EarlierOptions,
): OptionsVariable {
  const { add, get, declaration } = earlier;
  const { program } = draft;
  const paths = program.packageOf(declaration.file.path)?.paths ?? [];
  const files = paths.flatMap((path) => program.file(path) ?? []);
  const name = freshName(
    files.map((file) => file.root),
    variableNames(api.variable),
  );
  for (const type of descendants(declaration.owner, 'type_identifier')) {
    if (type.text === 'DiagnosticsOptions') draft.replace(declaration.file, type, api.type);
  }
  draft.replace(declaration.file, declaration.node, name);
  const called = field(field(add.node, 'function'), 'field');
  if (called) draft.replace(add.file, called, api.add);
  const read = argumentsOf(get.node)[0];
  for (const { file, node } of referencesTo(program, declaration)) {
    if (read && file.path === get.file.path && node.startIndex === read.startIndex) continue;
    draft.replace(file, node, name);
  }
  return { registered: name, read: name, declaration: undefined };
}
