import { callWithArgument } from '../../golang/calls.ts';
import { freshName } from '../../golang/edits/names.ts';
import {
  enclosingDeclaration,
  field,
  type Located,
  sameNode,
  statementOf,
  within,
} from '../../golang/node.ts';
import type { Node } from '../../golang/syntax.ts';
import type { Carrier } from '../../golang/trace.ts';
import { declareBeside, declareFor, replaceDeclaration } from './declarations.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { placeText, problemAt } from './problem-at.ts';

/** The variable, field or parameter that keeps the flags' values, as the code names it where it is needed. */
export interface OptionsVariable {
  /** Where the flags are registered: what stands behind `&`. */
  readonly registered: string;
  /** Where the manager's options are filled. */
  readonly read: string;
  /** Declared in the statement of the registration: the carrier was the pointer that the flag returned. */
  readonly declaration: string | undefined;
}

/**
 * Gives the flags' values the way that the address took: each carrier of the address becomes one of the options. A carrier that
 * something else uses stays, with its flag, and gets a neighbour.
 */
export function planCarriers(plan: SlottedPlan): OptionsVariable {
  const { address } = plan.slot;
  const last = address.at(-1);
  if (!last) return declareFor(plan);
  const kept = address.findIndex((carrier) => carrier.others.length > 0);
  if (kept !== -1 && kept < address.length - 1) throw sharedOnTheWay(address[kept] ?? last);
  const names = address.map((carrier) => newName(plan, carrier));
  address.forEach((carrier, index) => {
    const name = names[index] ?? plan.api.variable;
    if (index === kept) declareBeside(plan, carrier, name);
    else
      replaceDeclaration(
        plan,
        carrier,
        name,
        address[index + 1] && renamed(address[index + 1], names[index + 1]),
      );
    if (index > 0) moveRead(plan, address[index - 1], carrier, name);
  });
  const [first] = address;
  return {
    registered: renamed({ ...last, read: registeredTarget(last) ?? last.read }, names.at(-1)),
    read: renamed(first, names[0]),
    declaration: undefined,
  };
}

/** `config.metricsAddr` → `config.managerOptions`. */
function renamed(carrier: Carrier | undefined, name: string | undefined): string {
  if (!carrier || name === undefined) return '';
  const { node } = carrier.read;
  const last = field(node, 'field');
  return last ? node.text.slice(0, last.startIndex - node.startIndex) + name : name;
}

/** What the flag is bound to, as the registration writes it. */
function registeredTarget({ source }: Carrier): Located | undefined {
  const target = source?.kind === 'binding' ? source.registration.target : undefined;
  return source?.kind === 'binding' && target ? { file: source.registration.file, node: target } : undefined;
}

/** Where one carrier is filled from the next, that one's new name is read. */
function moveRead({ draft }: SlottedPlan, to: Carrier | undefined, from: Carrier, name: string): void {
  const target = to?.source;
  if (!to || target?.kind !== 'write') return;
  const isDeclared =
    to.declaration && sameNode(target.whole, { file: to.declaration.file, node: to.declaration.owner });
  if (!isDeclared) draft.replace(from.read.file, from.read.node, renamed(from, name));
}

function newName({ draft, api }: SlottedPlan, carrier: Carrier): string {
  const { program } = draft;
  if (carrier.field?.declared) return fieldName(carrier, api.variable);
  const { declaration } = carrier;
  if (!declaration) return api.variable;
  const goPackage = program.packageOf(declaration.file.path);
  const files =
    declaration.packageLevel && goPackage
      ? goPackage.paths.flatMap((path) => program.file(path) ?? [])
      : [declaration.file];
  return freshName(
    files.map((file) => file.root),
    variableNames(api.variable),
  );
}

export function variableNames(variable: string): string[] {
  return [variable, `capi${variable[0]?.toUpperCase()}${variable.slice(1)}`];
}

/** A field is exported where the one that it follows is: the same packages must see it. */
function fieldName({ field: named, name }: Carrier, variable: string): string {
  const isExported = /^\p{Lu}/u.test(name);
  const struct = named?.declared?.node.parent?.parent;
  const taken = new Set(
    (struct?.descendantsOfType('field_identifier') ?? []).flatMap((node: Node | null) => node?.text ?? []),
  );
  const candidates = variableNames(variable).map((one) =>
    isExported ? `${one[0]?.toUpperCase()}${one.slice(1)}` : one,
  );
  return candidates.find((one) => !taken.has(one)) ?? `${candidates[0]}2`;
}

function sharedOnTheWay(carrier: Carrier): Error {
  const [other] = carrier.others;
  return problemAt(carrier.read, {
    code: 'shared-metrics-address',
    reason: `${carrier.name} is used for something else too${other ? ` (${placeText(other)})` : ''}, and it is filled from another variable`,
    hint: 'Give that other use an address of its own, or migrate this manager by hand.',
  });
}

/** Whether two nodes stand in the same top-level function of the same file. */
export function sameFunction(a: Located, b: Located): boolean {
  const [left, right] = [a, b].map(({ node }) => enclosingDeclaration(node));
  return a.file.path === b.file.path && left !== undefined && left.id === right?.id;
}

/** The statement that holds a node, for placing another before it. Throws where there is none. */
export function statementAt(at: Located): Node {
  const statement = statementOf(at.node);
  if (statement && within(at.node, statement)) return statement;
  throw problemAt(at, {
    code: 'no-place-for-statement',
    reason: 'the options of the manager are not filled in a statement of a function',
    hint: 'Fill the options in the function that calls NewManager, and run the migration again.',
  });
}

export { callWithArgument };
