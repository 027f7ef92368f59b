import { insertDeclaration, insertSpec, insertStatement } from '../../../golang/edits/insertion.ts';
import { children, enclosingDeclaration, type Located } from '../../../golang/node.ts';
import type { GoFile, Node } from '../../../golang/syntax.ts';
import { problemAt } from '../problem-at.ts';
import { statementAt } from '../statement-at.ts';
import type { FiltersPlan } from './filters-plan.ts';
import type { NewFlag } from './new-flags.ts';
import { boundCall, registerFlags } from './register.ts';
import { freeName } from './variable-names.ts';

/**
 * Variables for flags where no carrier leads the way: of the function where flags are registered in the one that fills the options,
 * else of the package.
 */
export function newVariables(plan: FiltersPlan, flags: readonly NewFlag[]): string[] {
  const { draft, slot, source } = plan;
  const { origin } = source.trace;
  const place = origin.kind === 'flag' ? origin.registration : source.parse;
  if (!place) throw noCommandLine(slot.at);
  const { file } = place;
  const isLocal = sameFunction(place, slot.consumer);
  const isSeen = draft.program.packageOf(file.path) === draft.program.packageOf(slot.consumer.file.path);
  if (!isLocal && !isSeen) throw otherPackage(slot.at);
  const names = flags.map(({ variables }) => freeName(plan, file, !isLocal, variables));
  const specs = names.map((name, index) => `${name} ${flags[index]?.type}`);
  const local = isLocal ? specs.map((spec) => `var ${spec}`) : [];
  if (!isLocal) declareInPackage(plan, place, specs);
  if (origin.kind === 'flag') {
    if (isLocal) draft.edit(file, ...insertStatement(file, { before: statementAt(place) }, local.join('\n')));
    registerFlags(plan, origin.registration, flags, names);
    return names;
  }
  const calls = flags.map((flag, index) => boundCall(receiverOf(plan), flag, names[index] ?? ''));
  draft.edit(file, ...insertStatement(file, { before: statementAt(place) }, [...local, ...calls].join('\n')));
  return names;
}

/** In the last group of variables of the file, else above the function that registers. */
function declareInPackage({ draft }: FiltersPlan, { file, node }: Located, specs: readonly string[]): void {
  const group = lastGroup(file);
  const above = { before: enclosingDeclaration(node) ?? node };
  const text = specs.map((spec) => `var ${spec}`).join('\n');
  draft.edit(
    file,
    ...(group ? insertSpec(file, group, specs.join('\n')) : insertDeclaration(file, above, text)),
  );
}

function lastGroup(file: GoFile): Node | undefined {
  const groups = children(file.root).filter((node) => children(node)[0]?.type === 'var_spec_list');
  return groups.at(-1);
}

/** The flag set of the call that parses: `flag` of `flag.Parse()`, `fs` of `fs.Parse(os.Args[1:])` and of `ff.Parse(fs, …)`. */
function receiverOf({ source }: FiltersPlan): string {
  const { parse } = source;
  const called = parse?.node.childForFieldName('function');
  if (parse?.form === 'ff') return parse.node.childForFieldName('arguments')?.firstNamedChild?.text ?? 'flag';
  return called?.childForFieldName('operand')?.text ?? 'flag';
}

function sameFunction(a: Located, b: Located): boolean {
  const [left, right] = [a, b].map(({ node }) => enclosingDeclaration(node));
  return a.file.path === b.file.path && left !== undefined && left.id === right?.id;
}

function otherPackage(at: Located): Error {
  return problemAt(at, {
    code: 'options-in-another-package',
    reason: 'flags are registered in another package than the one that fills the options of the manager',
    hint: 'Give the metrics options to that package in a field, and run the migration again.',
  });
}

function noCommandLine(at: Located): Error {
  return problemAt(at, {
    code: 'no-command-line',
    reason: 'no call that reads the command line is reached from func main, so that no flag can be added',
    hint: 'Leave --style out: the metrics are then secured without flags.',
  });
}
