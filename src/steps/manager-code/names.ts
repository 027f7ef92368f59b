import { freshName } from '../../golang/edits/names.ts';
import { ancestor, descendants, enclosingDeclaration, field } from '../../golang/node.ts';
import type { Carrier } from '../../golang/trace.ts';
import type { ManagerPlan } from './plan-manager.ts';

/** The variable, field or parameter that keeps the flags' values, as the code names it where it is needed. */
export interface OptionsVariable {
  /** Where the flags are registered: what stands behind `&`. */
  readonly registered: string;
  /** Where the manager's options are filled. */
  readonly read: string;
  /** A statement that declares it right before the registration. */
  readonly declaration: string | undefined;
}

/** `managerOptions`, and what to call it where that is taken. */
export function variableNames(variable: string): string[] {
  return [variable, `capi${capitalized(variable)}`];
}

/** The names that take the places of the carriers of the address. Only variables of one function can clash with each other. */
export function newNames(plan: ManagerPlan, carriers: readonly Carrier[]): string[] {
  const given: { readonly name: string; readonly scope: number | undefined }[] = [];
  for (const carrier of carriers) {
    const scope = carrier.declaration && enclosingDeclaration(carrier.declaration.node)?.id;
    const taken = given
      .filter((one) => one.scope !== undefined && one.scope === scope)
      .map(({ name }) => name);
    given.push({ name: newName(plan, carrier, taken), scope });
  }
  return given.map(({ name }) => name);
}

function newName({ draft, api }: ManagerPlan, carrier: Carrier, taken: readonly string[]): string {
  const { declaration } = carrier;
  if (!declaration) return fieldName(carrier, api.variable);
  const { program } = draft;
  const home = declaration.packageLevel ? program.packageOf(declaration.file.path) : undefined;
  const files = home?.paths.flatMap((path) => program.file(path) ?? []) ?? [declaration.file];
  const roots = files.map((file) => file.root);
  return freshName(roots, variableNames(api.variable), taken);
}

/** `config.metricsAddr` → `config.managerOptions`. */
export function renamed(carrier: Pick<Carrier, 'read'> | undefined, name: string | undefined): string {
  if (!carrier || name === undefined) return '';
  const { node } = carrier.read;
  const last = field(node, 'field');
  return last ? node.text.slice(0, last.startIndex - node.startIndex) + name : name;
}

/** A field is exported where the one that it follows is: the same packages must see it. */
function fieldName({ field: named, name }: Carrier, variable: string): string {
  const isExported = /^\p{Lu}/u.test(name);
  const struct = named?.declared && ancestor(named.declared.node, ['struct_type']);
  const taken = new Set(struct ? descendants(struct, 'field_identifier').map((node) => node.text) : []);
  const candidates = variableNames(variable).map((one) => (isExported ? capitalized(one) : one));
  return candidates.find((one) => !taken.has(one)) ?? `${candidates[0]}2`;
}

function capitalized(name: string): string {
  return `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
}
