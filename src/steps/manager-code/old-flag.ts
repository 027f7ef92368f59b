import { resolve } from '../../golang/declarations.ts';
import { descendants, field, type Located } from '../../golang/node.ts';
import type { GoProgram } from '../../golang/program.ts';
import { removedFlags } from '../../golang/removed-flags.ts';
import { importOf, initialValue } from '../../golang/types.ts';
import { positionAt } from '../../repository/source-file.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';

/** Without its name nobody can tell the manifests that pass it. */
export function refuseComputedName({ source }: SlottedPlan): void {
  const { origin } = source.trace;
  if (origin.kind !== 'flag' || origin.registration.name !== undefined) return;
  throw problemAt(origin.registration, {
    code: 'computed-flag-name',
    reason: 'the name of the flag that gives the metrics address is computed',
    hint: 'Write the name down as a constant, and run the migration again.',
  });
}

/** Whoever sets the address by what the default is computed from, an environment variable say, sets nothing any more. */
export function reportComputedDefault({ draft, source }: SlottedPlan): void {
  const { origin } = source.trace;
  if (origin.kind !== 'flag') return;
  const { file, name, value } = origin.registration;
  if (!value || name === undefined || !removedFlags(source).includes(name)) return;
  if (!isComputed(draft.program, { file, node: value }, 4)) return;
  draft.findings.push({
    rule: 'computed-flag-default',
    level: 'warning',
    path: file.path,
    ...positionAt(file.text, value.startIndex),
    message: `the default of --${name} was computed (${value.text.replace(/\s+/g, ' ')}); what decided it decides nothing any more`,
    fix: 'Pass --diagnostics-address where it was set.',
  });
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
