import { CAPI_FLAGS } from '../../golang/adoption.ts';
import { insertStatement } from '../../golang/edits/insertion.ts';
import { freshName } from '../../golang/edits/names.ts';
import type { FlagRegistration } from '../../golang/flag-registration.ts';
import { PFLAG } from '../../golang/flag-set.ts';
import { type Located, statementOf } from '../../golang/node.ts';
import type { GoFile } from '../../golang/syntax.ts';
import { indentedLike } from './indented-like.ts';
import type { OptionsVariable } from './names.ts';
import { FLAGS_NAMES, registrationPlace } from './new-variable.ts';
import { isRemoved, keptFlag, pflagReceiver } from './old-flag.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';
import { statementAt } from './statement-at.ts';

export const PFLAG_NAMES = ['pflag', 'spf13pflag'] as const;

/** Registers the new flags in the place of the old one; beside it where it stays; before parsing where there is no such place. */
export function planRegistration(plan: SlottedPlan, variable: OptionsVariable): void {
  const { draft, source } = plan;
  const { origin } = source.trace;
  const registration = origin.kind === 'flag' ? origin.registration : undefined;
  const own = registration && statementOf(registration.node);
  const place = own || !source.parse ? registrationPlace(plan) : source.parse;
  const { file } = place;
  const statement = own ?? statementAt(place);
  const call = registrationText(plan, file, registration, variable.registered);
  const text = [variable.declaration ?? [], call, registration ? keptFlag(plan, registration) : []]
    .flat()
    .join('\n');
  const isReplaced = own?.type === 'expression_statement' && registration && isRemoved(source, registration);
  if (isReplaced) draft.replace(file, statement, indentedLike(file, statement, text));
  else draft.edit(file, ...insertStatement(file, own ? { after: statement } : { before: statement }, text));
}

function registrationText(
  plan: SlottedPlan,
  file: GoFile,
  registration: FlagRegistration | undefined,
  target: string,
): string {
  const { draft, source, api } = plan;
  const { parse } = source;
  const add = `${draft.importAs(file, CAPI_FLAGS, FLAGS_NAMES)}.${api.add}`;
  if (registration?.set.library === 'pflag')
    return `${add}(${pflagReceiver(plan, registration)}, &${target})`;
  const isCopied =
    parse?.set.library === 'flag' && (parse.form === 'ff' || parse.set.origin !== 'command-line');
  if (isCopied) return copiedFlags(plan, file, registration, target, add);
  if (parse?.set.library === 'pflag' && parse.set.origin === 'private') throw privateSet(parse);
  return `${add}(${draft.importAs(file, PFLAG, PFLAG_NAMES)}.CommandLine, &${target})`;
}

/**
 * A flag set of Go's own library that something else parses: the values are copied into it, because `pflag.Value` has
 * the methods of `flag.Value` (design §6.2).
 */
function copiedFlags(
  { draft, source }: SlottedPlan,
  file: GoFile,
  registration: FlagRegistration | undefined,
  target: string,
  add: string,
): string {
  const pflag = draft.importAs(file, PFLAG, PFLAG_NAMES);
  const set = freshName([file.root], ['managerFlags', 'capiManagerFlags']);
  const flag = freshName([file.root], ['f', 'managerFlag']);
  const receiver = registration?.receiver.text ?? parsedSet(source.parse);
  return [
    '// The flags are registered on a pflag.FlagSet, and copied into this one.',
    `${set} := ${pflag}.NewFlagSet("manager", ${pflag}.ContinueOnError)`,
    `${add}(${set}, &${target})`,
    `${set}.VisitAll(func(${flag} *${pflag}.Flag) {`,
    `\t${receiver}.Var(${flag}.Value, ${flag}.Name, ${flag}.Usage)`,
    '})',
  ].join('\n');
}

function parsedSet(parse: Located | undefined): string {
  const called = parse?.node.childForFieldName('function')?.childForFieldName('operand')?.text;
  const argument = parse?.node.childForFieldName('arguments')?.firstNamedChild?.text;
  return (
    (parse?.node.childForFieldName('function')?.childForFieldName('field')?.text === 'Parse' &&
    argument?.startsWith('os.')
      ? called
      : argument) ?? 'flag'
  );
}

function privateSet(parse: Located): Error {
  return problemAt(parse, {
    code: 'private-flag-set',
    reason:
      "the metrics flag is registered with Go's flag package, and a pflag set of its own reads the command line",
    hint: 'Register the metrics flag on that set, and run the migration again.',
  });
}
