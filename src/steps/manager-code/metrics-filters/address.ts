import { argumentsOf } from '../../../golang/calls.ts';
import { resolve } from '../../../golang/declarations.ts';
import type { FlagRegistration } from '../../../golang/flag-registration.ts';
import { descendants, type Located, stringValue, unwrapped } from '../../../golang/node.ts';
import { referencesTo } from '../../../golang/references.ts';
import { initialValue } from '../../../golang/types.ts';
import type { FiltersPlan } from './filters-plan.ts';
import { DIAGNOSTICS_ADDRESS_USAGE } from './new-flags.ts';

/**
 * Moves the address to the secure port where it is written: the default of its flag, else the constant.
 * Answers the value for an address that is written nowhere yet; undefined where there is one.
 */
export function planAddress(plan: FiltersPlan): string | undefined {
  const { origin } = plan.source.trace;
  const secure = `:${plan.decision.port}`;
  if (origin.kind === 'flag') planFlag(plan, origin.registration, secure);
  else if (origin.kind === 'constant') {
    if (isHttp(origin.value) && !takesFlag(plan)) rewrite(plan, origin.at, secure);
  } else if (origin.kind === 'zero') return JSON.stringify(secure);
  return undefined;
}

/** A default of "0" switches the metrics off unless an argument asks for them: that stays (facts C1). */
function planFlag(plan: FiltersPlan, registration: FlagRegistration, secure: string): void {
  const { draft, decision } = plan;
  const { file, node, value, written, name } = registration;
  if (
    value &&
    registration.default !== undefined &&
    registration.default !== '0' &&
    registration.default !== secure
  )
    rewrite(plan, written ?? { file, node: value }, secure);
  const { address } = decision.flags;
  if (address === undefined || address === name) return;
  const given = argumentsOf(node);
  const named = given.find((one) => stringValue(one) === name);
  const usage = given.at(-1);
  if (named) draft.replace(file, named, JSON.stringify(address));
  if (usage && usage !== value && usage !== named)
    draft.replace(file, usage, JSON.stringify(DIAGNOSTICS_ADDRESS_USAGE));
}

/** Whether a new flag gives the address from now on, in the place of a constant. */
export function takesFlag({ decision, source }: FiltersPlan): boolean {
  return decision.style === 'diagnostics' && source.trace.origin.kind !== 'flag';
}

/** An address that is not the secure one, and does not switch the metrics off. */
function isHttp(value: string): boolean {
  return value !== '0' && !/:8443$/.test(value);
}

/** A literal in its quotes; a constant that only this speaks of where it is declared; anything else becomes a literal. */
function rewrite({ draft, source }: FiltersPlan, { file, node }: Located, secure: string): void {
  const literal = literalIn(unwrapped(node));
  if (literal) {
    draft.replace(file, literal, `${literal.text[0]}${secure}${literal.text[0]}`);
    return;
  }
  const declaration = node.type === 'identifier' ? resolve(source.program, { file, node }) : undefined;
  const initial = declaration && initialValue(declaration);
  const own = initial && literalIn(initial);
  if (declaration && own && referencesTo(source.program, declaration).length === 1)
    draft.replace(declaration.file, own, JSON.stringify(secure));
  else draft.replace(file, node, JSON.stringify(secure));
}

function literalIn(node: Located['node']): Located['node'] | undefined {
  const types = ['interpreted_string_literal', 'raw_string_literal'];
  return types.includes(node.type) ? descendants(node, types)[0] : undefined;
}
