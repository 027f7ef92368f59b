import { CAPI_FLAGS } from '../../golang/adoption.ts';
import { insertDeclaration, insertSpec } from '../../golang/edits/insertion.ts';
import { freshName } from '../../golang/edits/names.ts';
import { children, enclosingDeclaration, type Located, topLevelDeclaration } from '../../golang/node.ts';
import type { GoFile, Node } from '../../golang/syntax.ts';
import { type OptionsVariable, variableNames } from './names.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';

export const FLAGS_NAMES = ['flags', 'capiflags', 'clusterapiflags'] as const;

/** `flags.ManagerOptions`, as the file names it. */
export function typeText({ draft, api }: SlottedPlan, file: GoFile): string {
  return `${draft.importAs(file, CAPI_FLAGS, FLAGS_NAMES)}.${api.type}`;
}

/** The place where flags are registered: the metrics flag's, else the call that parses. */
export function registrationPlace({ source, slot }: SlottedPlan): Located {
  const { origin } = source.trace;
  if (origin.kind === 'flag') return origin.registration;
  return source.parse ?? slot.consumer;
}

/**
 * A new variable, where no carrier leads the way: local where flags are registered in the function that fills the
 * options, else of the package.
 */
export function newVariable(plan: SlottedPlan): OptionsVariable {
  const { slot } = plan;
  const place = registrationPlace(plan);
  if (sameFunction(place, slot.consumer)) return localVariable(plan, place);
  const { program } = plan.draft;
  const samePackage = program.packageOf(place.file.path) === program.packageOf(slot.consumer.file.path);
  if (!samePackage) throw otherPackage(plan);
  return packageVariable(plan, place);
}

function localVariable(plan: SlottedPlan, { file }: Located): OptionsVariable {
  const name = freshName([file.root], variableNames(plan.api.variable));
  return { registered: name, read: name, declaration: `${name} := ${typeText(plan, file)}{}` };
}

/** In the last group of variables of the file, else above the function that registers. */
function packageVariable(plan: SlottedPlan, { file, node }: Located): OptionsVariable {
  const { draft, api } = plan;
  const paths = draft.program.packageOf(file.path)?.paths ?? [];
  const files = paths.flatMap((path) => draft.program.file(path) ?? []);
  const roots = files.map((one) => one.root);
  const name = freshName(roots, variableNames(api.variable));
  const text = `${name} ${typeText(plan, file)}`;
  const group = lastGroup(file);
  const above = { before: topLevelDeclaration(node) };
  draft.edit(
    file,
    ...(group ? insertSpec(file, group, text) : insertDeclaration(file, above, `var ${text}`)),
  );
  return { registered: name, read: name, declaration: undefined };
}

function lastGroup(file: GoFile): Node | undefined {
  const groups = children(file.root).filter((node) => children(node)[0]?.type === 'var_spec_list');
  return groups.at(-1);
}

function sameFunction(a: Located, b: Located): boolean {
  const [left, right] = [a, b].map(({ node }) => enclosingDeclaration(node));
  return a.file.path === b.file.path && left !== undefined && left.id === right?.id;
}

function otherPackage({ slot, api }: SlottedPlan): Error {
  return problemAt(slot.at, {
    code: 'options-in-another-package',
    reason: 'flags are registered in another package than the one that fills the options of the manager',
    hint: `Give the metrics options to that package in a field, filled by flags.${api.get}, and run the migration again.`,
  });
}
