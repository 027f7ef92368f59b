import { CAPI_FLAGS, callsOfPackage, registrationsWith } from '../../golang/adoption.ts';
import { argumentsOf } from '../../golang/calls.ts';
import { type Declaration, resolve } from '../../golang/declarations.ts';
import type { MetricsSlot } from '../../golang/metrics-slot.ts';
import {
  children,
  enclosingDeclaration,
  field,
  type Located,
  sameNode,
  statementOf,
} from '../../golang/node.ts';
import type { Carrier } from '../../golang/trace.ts';
import { reportKept } from './carriers.ts';
import type { OptionsVariable } from './names.ts';
import { dropFlag, isRemoved } from './old-flag.ts';
import { removalOf } from './orphans.ts';
import type { ManagerPlan, SlottedPlan } from './plan-manager.ts';
import { placeText, problemAt } from './problem-at.ts';

/** The new flags are registered already, but something else gives the address. */
export interface BegunAdoption {
  /** The call that registers them. */
  readonly add: Located;
  /** The variable that they are bound to. */
  readonly declaration: Declaration;
  /** `tlsOptions, _, err := flags.GetManagerOptions(…)`, where the other half of the result is used already. */
  readonly statement: Located | undefined;
}

/**
 * An adoption that somebody began and that can be completed with certainty: one variable in sight of the manager's options, whose
 * metrics options nobody takes. Registering the flags again would panic, so any other one is refused.
 */
export function begunAdoption(plan: ManagerPlan, slot: MetricsSlot): BegunAdoption | undefined {
  const { source, api } = plan;
  const adds = ['AddManagerOptions', 'AddDiagnosticsOptions'].flatMap((name) =>
    registrationsWith(source.program, source.reached, name),
  );
  const [mention] = adds;
  if (!mention) return undefined;
  const isOther = field(mention.node, 'field')?.text !== api.add;
  const declaration = isOther || adds.length > 1 ? undefined : boundVariable(plan, slot, mention);
  if (!declaration) throw halfAdopted(mention, slot);
  const gets = callsOfPackage(source.program, source.reached, CAPI_FLAGS, api.get);
  const statement = gets.flatMap(unusedResult);
  if (gets.length !== statement.length || gets.length > 1) throw halfAdopted(mention, slot);
  return { add: mention, declaration, statement: statement[0] };
}

/** Takes the old flag and its variable away, and reads the variable of the new ones. */
export function completeAdoption(plan: SlottedPlan, { add, declaration }: BegunAdoption): OptionsVariable {
  const { slot, source } = plan;
  const { name } = declaration;
  for (const carrier of slot.address) {
    const isInSight = carrier.logged.every((use) => isVisible(plan, declaration, use));
    if (carrier.kind === 'parameter' || !isInSight) throw halfAdopted(add, slot);
    if (carrier.others.length > 0) reportKept(plan, carrier, name);
    else dropCarrier(plan, carrier, name);
  }
  const { origin } = source.trace;
  if (origin.kind === 'flag' && isRemoved(source, origin.registration)) dropFlag(plan, origin.registration);
  return { registered: name, read: name, declaration: undefined };
}

function dropCarrier({ draft }: SlottedPlan, carrier: Carrier, name: string): void {
  const { declaration, writes, logged } = carrier;
  const declared = carrier.field?.declared;
  const removal = declaration && removalOf(declaration);
  if (declared) draft.remove(declared.file, declared.node);
  else if (declaration && removal && 'remove' in removal) draft.remove(declaration.file, removal.remove);
  for (const { whole } of writes)
    if (['assignment_statement', 'keyed_element'].includes(whole.node.type))
      draft.remove(whole.file, whole.node);
  for (const { file, node } of logged) draft.replace(file, node, `${name}.DiagnosticsAddress`);
}

/** The `v` of `flags.AddManagerOptions(fs, &v)`, where the code that makes the manager sees it. */
function boundVariable(
  plan: ManagerPlan,
  slot: MetricsSlot,
  { file, node }: Located,
): Declaration | undefined {
  const call = node.parent?.type === 'call_expression' ? node.parent : undefined;
  const argument = call && argumentsOf(call)[1];
  const target = argument?.text.startsWith('&') ? field(argument, 'operand') : undefined;
  if (target?.type !== 'identifier') return undefined;
  const declaration = resolve(plan.source.program, { file, node: target });
  const isVariable = declaration?.kind === 'variable';
  return isVariable && isVisible(plan, declaration, slot.consumer) ? declaration : undefined;
}

function isVisible({ source }: ManagerPlan, declaration: Declaration, { file, node }: Located): boolean {
  const { program } = source;
  if (declaration.packageLevel)
    return program.packageOf(declaration.file.path) === program.packageOf(file.path);
  const [own, other] = [enclosingDeclaration(declaration.node), enclosingDeclaration(node)];
  return (
    own !== undefined &&
    other !== undefined &&
    sameNode({ file: declaration.file, node: own }, { file, node: other })
  );
}

function unusedResult({ file, node }: Located): Located[] {
  const statement = statementOf(node);
  const left = statement?.type === 'short_var_declaration' ? children(field(statement, 'left')) : [];
  return statement && left.length === 3 && left[1]?.text === '_' ? [{ file, node: statement }] : [];
}

function halfAdopted(mention: Located, slot: MetricsSlot): Error {
  const name = field(mention.node, 'field')?.text ?? '';
  return problemAt(mention, {
    code: 'half-adopted',
    reason: `flags.${name} is called here, but the metrics of the manager do not come from it (${placeText(slot.at)})`,
    hint: `Give the result of flags.${name.replace('Add', 'Get')} to the manager as Metrics, and run the migration again.`,
  });
}
