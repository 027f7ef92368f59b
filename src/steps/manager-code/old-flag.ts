import { resolve } from '../../golang/declarations.ts';
import type { FlagRegistration } from '../../golang/flag-registration.ts';
import { PFLAG } from '../../golang/flag-set.ts';
import type { ManagerSource } from '../../golang/manager-source.ts';
import { descendants, field, type Located, statementOf } from '../../golang/node.ts';
import type { GoProgram } from '../../golang/program.ts';
import { removedFlags } from '../../golang/removed-flags.ts';
import { secureServingFlag } from '../../golang/secure-flag.ts';
import { importOf, initialValue } from '../../golang/types.ts';
import { positionAt } from '../../repository/source-file.ts';
import { indentedLike } from './indented-like.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';

/** Without its name nobody can tell the manifests that pass it. */
export function refuseComputedName({ source }: Pick<SlottedPlan, 'source'>): void {
  const { origin } = source.trace;
  if (origin.kind !== 'flag' || origin.registration.name !== undefined) return;
  throw problemAt(origin.registration, {
    code: 'computed-flag-name',
    reason: 'the name of the flag that gives the metrics address is computed',
    hint: 'Write the name down as a constant, and run the migration again.',
  });
}

/** Whoever sets the address by what the default is computed from, an environment variable say, sets nothing any more. */
export function reportComputedDefault({
  draft,
  source,
  decision,
}: Pick<SlottedPlan, 'draft' | 'source' | 'decision'>): void {
  const { origin } = source.trace;
  if (origin.kind !== 'flag') return;
  const { file, name, value, written } = origin.registration;
  const { address } = decision.flags;
  const isKept = decision.api === 'metrics-filters';
  if (!value || written || !(isKept || isRemoved(source, origin.registration))) return;
  if (!isComputed(draft.program, { file, node: value }, 4)) return;
  draft.findings.push({
    rule: 'computed-flag-default',
    level: 'warning',
    path: file.path,
    ...positionAt(file.text, value.startIndex),
    message: `the default of --${name} was computed (${value.text.replace(/\s+/g, ' ')}); what decided it decides nothing any more`,
    fix: `Pass --${address} where it was set.`,
  });
}

/** The flag that said whether https is served goes too. */
export function dropSecureFlag(plan: SlottedPlan): void {
  const registration = secureServingFlag(plan.source);
  if (registration) dropFlag(plan, registration);
}

/** Takes the registration of a flag away, unless it has to be accepted further on. */
export function dropFlag(plan: SlottedPlan, registration: FlagRegistration): void {
  const { file, node } = registration;
  const statement = statementOf(node);
  const kept = keptFlag(plan, registration);
  if (!statement) return;
  if (kept.length === 0) plan.draft.remove(file, statement);
  else plan.draft.replace(file, statement, indentedLike(file, statement, kept.join('\n')));
}

export function isRemoved(source: ManagerSource, { name }: FlagRegistration): boolean {
  return name !== undefined && removedFlags(source).includes(name);
}

/** With `--keep-flags` the old flag is still accepted, and ignored (design §6.16). */
export function keptFlag(plan: SlottedPlan, registration: FlagRegistration): string[] {
  const { decision, source } = plan;
  const { name, node, set, receiver } = registration;
  const isRegisteredByApi = decision.registersMetricsBindAddr && name === 'metrics-bind-addr';
  if (!decision.keepFlags || !isRemoved(source, registration) || isRegisteredByApi) return [];
  const isSwitch = field(field(node, 'function'), 'field')?.text.startsWith('Bool');
  const method = isSwitch ? 'Bool' : 'String';
  const kept = `${receiver.text}.${method}(${JSON.stringify(name)}, ${isSwitch ? 'false' : '""'}, "Ignored: see --diagnostics-address.")`;
  if (set.library === 'flag') return [kept];
  const call = `MarkDeprecated(${JSON.stringify(name)}, "it is ignored, use --diagnostics-address")`;
  return [kept, `_ = ${pflagReceiver(plan, registration)}.${call}`];
}

/** `fs`, or the command line where the package itself registers. */
export function pflagReceiver({ draft }: SlottedPlan, { file, receiver }: FlagRegistration): string {
  const isPackage = importOf(draft.program, { file, node: receiver }) === PFLAG;
  return isPackage ? `${receiver.text}.CommandLine` : receiver.text;
}

/** Packages whose functions depend on their arguments alone. */
const PURE = ['fmt', 'net', 'strconv', 'strings'];

/** Whether a value depends on more than constants. `depth` ends variables that are made of each other. */
function isComputed(program: GoProgram, { file, node }: Located, depth: number): boolean {
  const isImpure = descendants(node, 'call_expression').some((call) => {
    const called = field(call, 'function') ?? call;
    const operand = field(called, 'operand');
    if (!operand) return resolve(program, { file, node: called }) !== undefined;
    return !PURE.includes(importOf(program, { file, node: operand }) ?? '');
  });
  if (isImpure || depth === 0) return isImpure;
  return descendants(node, 'identifier').some((name) => {
    const declaration = resolve(program, { file, node: name });
    const value = declaration?.kind === 'variable' ? initialValue(declaration) : undefined;
    return declaration && value && isComputed(program, { file: declaration.file, node: value }, depth - 1);
  });
}
