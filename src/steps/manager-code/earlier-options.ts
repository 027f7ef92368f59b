import { CAPI_FLAGS, callsOfPackage } from '../../golang/adoption.ts';
import { argumentsOf } from '../../golang/calls.ts';
import { type Declaration, declarationOf, resolve } from '../../golang/declarations.ts';
import { children, field, type Located, statementOf } from '../../golang/node.ts';
import { referencesTo } from '../../golang/references.ts';
import type { Node } from '../../golang/syntax.ts';
import type { ManagerPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';

/** One pair of functions of Cluster API 1.4–1.7 (facts A1) that a manager uses: it does not exist beside ManagerOptions. */
export interface EarlierOptions {
  /** The call that registers its flags. */
  readonly add: Located;
  /** The call that turns them into options. */
  readonly get: Located;
  /** The variable that the flags are bound to. */
  readonly declaration: Declaration;
}

/** `AddTLSOptions` and `GetTLSOptionOverrideFuncs`, where both are called once. */
export function earlierTlsOptions(plan: ManagerPlan): EarlierOptions | undefined {
  return earlierOptions(plan, 'AddTLSOptions', 'GetTLSOptionOverrideFuncs');
}

/** `AddDiagnosticsOptions` and `GetDiagnosticsOptions`, likewise. */
export function earlierDiagnosticsOptions(plan: ManagerPlan): EarlierOptions | undefined {
  return earlierOptions(plan, 'AddDiagnosticsOptions', 'GetDiagnosticsOptions');
}

function earlierOptions(
  { source }: ManagerPlan,
  addName: string,
  getName: string,
): EarlierOptions | undefined {
  const [adds, gets] = [addName, getName].map((name) =>
    callsOfPackage(source.program, source.reached, CAPI_FLAGS, name),
  );
  const [add] = (adds ?? []).flatMap(callOf);
  const [get] = (gets ?? []).flatMap(callOf);
  if (!add || !get) return undefined;
  const target = field(argumentsOf(add.node)[1] ?? add.node, 'operand');
  const declaration = target && resolve(source.program, { file: add.file, node: target });
  if (declaration?.kind !== 'variable' || (adds ?? []).length > 1 || (gets ?? []).length > 1)
    throw unclear(add, addName);
  return { add, get, declaration };
}

function callOf({ file, node }: Located): Located[] {
  return node.parent?.type === 'call_expression' ? [{ file, node: node.parent }] : [];
}

/**
 * The TLS options are part of ManagerOptions: their flags and variable go, and the statement that made them makes the
 * metrics options too. Gives that statement.
 */
export function foldTlsOptions(plan: ManagerPlan, earlier: EarlierOptions): Located {
  const { draft, source } = plan;
  const { add, get, declaration } = earlier;
  const uses = referencesTo(source.program, declaration);
  if (uses.length !== 2) throw unclear(get, 'AddTLSOptions');
  const statement = statementOf(get.node);
  const registration = statementOf(add.node);
  if (statement?.type !== 'short_var_declaration' || !registration)
    throw unclear(get, 'GetTLSOptionOverrideFuncs');
  if (children(field(statement, 'left')).length !== 2) throw unclear(get, 'GetTLSOptionOverrideFuncs');
  draft.remove(add.file, registration);
  draft.remove(declaration.file, removable(declaration));
  return { file: get.file, node: statement };
}

/** A spec of a group, else the statement. */
export function removable({ owner }: Declaration): Node {
  return owner.type === 'var_spec' && declarationOf(owner) ? owner : (statementOf(owner) ?? owner);
}

function unclear(at: Located, name: string): Error {
  return problemAt(at, {
    code: 'earlier-options-unclear',
    reason: `flags.${name} does not exist in this version of Cluster API, and how its options are used could not be followed`,
    hint: 'Supported is one variable that is registered once and read once, in a statement `options, err := …`. Fold it into flags.ManagerOptions by hand otherwise.',
  });
}
