import { freshName } from '../../../golang/edits/names.ts';
import { ancestor, descendants, field, type Located } from '../../../golang/node.ts';
import type { Node } from '../../../golang/syntax.ts';
import type { Carrier } from '../../../golang/trace.ts';
import type { FiltersPlan } from './filters-plan.ts';
import type { NewFlag } from './new-flags.ts';

/** For each carrier of the address, what its neighbours are called: one name for each flag. */
export function namesFor(
  plan: FiltersPlan,
  carriers: readonly Carrier[],
  flags: readonly NewFlag[],
): string[][] {
  return carriers.map((carrier) => flags.map(({ variables }) => nameBeside(plan, carrier, variables)));
}

/** A free name in a file, or in all files of the package that holds it. */
export function freeName(
  { draft }: FiltersPlan,
  file: Located['file'],
  packageLevel: boolean,
  variables: readonly string[],
): string {
  const { program } = draft;
  const paths = packageLevel ? program.packageOf(file.path)?.paths : undefined;
  const files = paths?.flatMap((path) => program.file(path) ?? []) ?? [file];
  return freshName(
    files.map(({ root }) => root),
    variables,
  );
}

/** `config.metricsAddr` → `config.secureMetrics`. */
export function renamed({ node }: Located, name: string): string {
  const last = field(node, 'field');
  return last ? node.text.slice(0, last.startIndex - node.startIndex) + name : name;
}

function nameBeside(plan: FiltersPlan, carrier: Carrier, variables: readonly string[]): string {
  const { declaration } = carrier;
  if (!declaration) return fieldName(carrier, variables);
  return freeName(plan, declaration.file, declaration.packageLevel, variables);
}

/** A field is exported where the one beside it is: the same packages must see it. */
function fieldName({ field: named, name }: Carrier, variables: readonly string[]): string {
  const isExported = /^\p{Lu}/u.test(name);
  const struct = named?.declared && ancestor(named.declared.node, ['struct_type']);
  const taken = new Set(struct ? fieldNames(struct) : []);
  const candidates = variables.map((one) => (isExported ? capitalized(one) : one));
  return candidates.find((one) => !taken.has(one)) ?? `${candidates[0]}2`;
}

function fieldNames(struct: Node): string[] {
  return descendants(struct, 'field_identifier').map((node) => node.text);
}

function capitalized(name: string): string {
  return `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
}
