import { insertStatement } from '../../golang/edits/insertion.ts';
import { PFLAG } from '../../golang/flag-set.ts';
import { importedNames } from '../../golang/imported-names.ts';
import { descendants, field, type Located, statementOf } from '../../golang/node.ts';
import { becomesPflag } from '../../golang/removed-flags.ts';
import type { GoFile, Node } from '../../golang/syntax.ts';
import { importOf } from '../../golang/types.ts';
import { indentedLike } from './indented-like.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';
import { PFLAG_NAMES } from './registration.ts';

/** What Go's flag package answers from the arguments that it parsed itself, and pflag under the same name. */
const MOVED = ['Args', 'Arg', 'NArg', 'Usage', 'PrintDefaults'];
/** Answers only about flags that Go's own parser has set. */
const LOST = ['Visit', 'NFlag'];

/**
 * A command line that Go's flag package reads is read by pflag afterwards, with Go's flags merged in: last, so that none registered
 * before is missed (design §10).
 */
export function planParsing(plan: Pick<SlottedPlan, 'draft' | 'source'>): void {
  const { draft, source } = plan;
  const { parse } = source;
  if (!parse || !becomesPflag(source)) return;
  const { file, node } = parse;
  const pflag = draft.importAs(file, PFLAG, PFLAG_NAMES);
  const flag = nameOfFlag(file);
  const called = field(node, 'function');
  const statement = statementOf(node);
  if (!called || !statement) return;
  const merge = `${pflag}.CommandLine.AddGoFlagSet(${flag}.CommandLine)`;
  const callText = parse.form === 'library' ? `${pflag}.Parse` : `${pflag}.CommandLine.Parse`;
  if (statement.type === 'expression_statement') {
    const rest = file.text.slice(called.endIndex, statement.endIndex);
    draft.replace(file, statement, indentedLike(file, statement, `${merge}\n${callText}${rest}`));
  } else {
    draft.edit(file, ...insertStatement(file, { before: statement }, merge));
    draft.replace(file, called, callText);
  }
  for (const path of draft.program.packageOf(file.path)?.paths ?? [])
    moveAnswers(plan, draft.program.file(path));
}

function nameOfFlag(file: GoFile): string {
  for (const [name, path] of importedNames(file)) if (path === 'flag') return name;
  return 'flag';
}

/** `flag.Args()` is empty once pflag parses. */
function moveAnswers({ draft }: Pick<SlottedPlan, 'draft'>, file: GoFile | undefined): void {
  if (!file || ![...importedNames(file).values()].includes('flag')) return;
  for (const selector of descendants(file.root, 'selector_expression')) {
    const operand = field(selector, 'operand');
    const name = field(selector, 'field')?.text ?? '';
    if (!operand || !isFlag(draft.program, { file, node: operand })) continue;
    if (LOST.includes(name)) throw lost({ file, node: selector }, name);
    if (MOVED.includes(name)) draft.replace(file, operand, draft.importAs(file, PFLAG, PFLAG_NAMES));
  }
}

function isFlag(program: SlottedPlan['draft']['program'], at: Located & { node: Node }): boolean {
  return importOf(program, at) === 'flag';
}

function lost(at: Located, name: string): Error {
  return problemAt(at, {
    code: 'flag-package-asked',
    reason: `flag.${name} answers from Go's own parser, which no longer reads the command line`,
    hint: `Use pflag.${name} here by hand, with a *pflag.Flag, and run the migration again.`,
  });
}
