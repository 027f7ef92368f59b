import { argumentsOf } from '../../golang/calls.ts';
import { resolve } from '../../golang/declarations.ts';
import {
  children,
  descendants,
  enclosingFunction,
  field,
  type Located,
  statementOf,
} from '../../golang/node.ts';
import type { Node } from '../../golang/syntax.ts';
import type { OptionsPlace } from './options-place.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { placeText, problemAt } from './problem-at.ts';

/**
 * The name for the error. The function's own, unless a later statement of the same block declares that one anew: it
 * would no longer compile.
 */
export function errorName(plan: SlottedPlan, place: OptionsPlace): string {
  const name = handled(plan, place)?.name ?? 'err';
  return isDeclaredLater(place.anchor, name) ? 'flagsErr' : name;
}

/** Statements that look at the error as the function does where the manager cannot be made, in the same words. */
export function errorHandling(plan: SlottedPlan, place: OptionsPlace, name: string): string[] {
  const found = handled(plan, place);
  if (!found) throw isElsewhere(plan, place) ? madeWithoutError(plan, place) : noHandling(plan.slot.consumer);
  if (found.lines) return checked(name, found.lines);
  const { file, statements } = found;
  const usable = statements.filter((node) => isUsable(plan, place, { file, node }, found.name));
  if (usable.length === 0) throw noHandling(plan.slot.consumer);
  const message = firstMessage(usable);
  const lines = usable.flatMap((statement) => adapted(statement, found.name, name, message));
  return found.isHelper ? lines : checked(name, lines);
}

function checked(name: string, lines: readonly string[]): string[] {
  return [`if ${name} != nil {`, ...lines.map((line) => `\t${line}`), '}'];
}

/** How an error called `name` is handled: by these lines, or by statements of the file. */
type Handled =
  | { readonly name: string; readonly lines: readonly string[] }
  | {
      readonly name: string;
      readonly lines?: never;
      readonly file: Located['file'];
      readonly statements: readonly Node[];
      /** The one statement is a call that looks at the error itself. */
      readonly isHelper: boolean;
    };

function handled({ slot }: SlottedPlan, { file, anchor }: OptionsPlace): Handled | undefined {
  const statement = statementOf(slot.consumer.node);
  const scope = enclosingFunction(anchor);
  const isHere =
    statement &&
    scope &&
    enclosingFunction(statement)?.id === scope.id &&
    slot.consumer.file.path === file.path;
  if (isHere && statement.type === 'return_statement') return returned(scope);
  const own = isHere ? checkOf(statement) : undefined;
  const helper = isHere && !own ? helperAfter(statement) : undefined;
  if (helper) return { ...helper, file, isHelper: true };
  const check =
    own ?? descendants(scope ?? anchor, 'if_statement').find((one) => errorChecked(one) !== undefined);
  const name = check && errorChecked(check);
  const statements = check && children(children(field(check, 'consequence'))[0]);
  return name && statements ? { name, file, statements, isHelper: false } : undefined;
}

/** `must(err, "unable to start manager")` right after the call: a helper that looks at the error. */
function helperAfter(statement: Node): { name: string; statements: Node[] } | undefined {
  const next = following(statement);
  const call = next?.type === 'expression_statement' ? children(next)[0] : undefined;
  const name = children(field(statement, 'left')).at(-1)?.text;
  if (!next || !name || call?.type !== 'call_expression') return undefined;
  return argumentsOf(call).some(({ text }) => text === name) ? { name, statements: [next] } : undefined;
}

/** The next statement; a comment is none. */
function following(statement: Node): Node | undefined {
  let next = statement.nextNamedSibling;
  while (next?.type === 'comment') next = next.nextNamedSibling;
  return next ?? undefined;
}

/** The `if err != nil` that belongs to a statement: itself, or the next one. */
function checkOf(statement: Node): Node | undefined {
  const candidates = [statement, following(statement)];
  return candidates.find(
    (one): one is Node => one?.type === 'if_statement' && errorChecked(one) !== undefined,
  );
}

/** The error of `err != nil`, which may be one of several alternatives (`mgr == nil || err != nil`). */
function errorChecked(check: Node): string | undefined {
  const condition = field(check, 'condition')?.text ?? '';
  return /(?:^|\|\|\s*)(\w+) != nil(?=\s*\|\||$)/.exec(condition)?.[1];
}

/** `return ctrl.NewManager(…)`: the error is handed on, beside nothing. */
function returned(scope: Node): Handled | undefined {
  const result = field(scope, 'result');
  const count = result?.type === 'parameter_list' ? children(result).length : 1;
  return { name: 'err', lines: [`return ${[...Array(count - 1).fill('nil'), 'err'].join(', ')}`] };
}

/** A statement that names nothing that is declared only after the anchor, the error aside. */
function isUsable(
  { draft }: SlottedPlan,
  { anchor }: OptionsPlace,
  { file, node }: Located,
  error: string,
): boolean {
  return descendants(node, 'identifier')
    .filter((name) => name.text !== error)
    .every((name) => {
      const declaration = resolve(draft.program, { file, node: name });
      const isLocal = declaration && !declaration.packageLevel && declaration.kind === 'variable';
      return (
        !isLocal ||
        declaration.node.startIndex < anchor.startIndex ||
        declaration.node.startIndex >= node.startIndex
      );
    });
}

/** The string that speaks of the failure: the first literal of the block. */
function firstMessage(statements: readonly Node[]): Node | undefined {
  return statements.flatMap((statement) => descendants(statement, 'interpreted_string_literal'))[0];
}

/** "unable to start manager: %w" → "unable to start manager: invalid flags: %w": before the verb that prints the error. */
function withReason(message: string): string {
  const [, head = '', tail = ''] =
    /^"((?:[^"\\]|\\.)*?)((?::\s*%[-+#]*[wvs]|\s+%[-+#]*[wv]|:\s*)?(?:\\n)*)"$/.exec(message) ?? [];
  return `"${head}: invalid flags${tail}"`;
}

function adapted(statement: Node, oldName: string, newName: string, message: Node | undefined): string[] {
  const edits = descendants(statement, 'identifier')
    .filter((name) => name.text === oldName && oldName !== newName)
    .map((name) => ({ start: name.startIndex, end: name.endIndex, text: newName }));
  if (message && message.startIndex >= statement.startIndex && message.endIndex <= statement.endIndex) {
    edits.push({ start: message.startIndex, end: message.endIndex, text: withReason(message.text) });
  }
  let text = statement.text;
  for (const { start, end, text: next } of edits.sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start - statement.startIndex) + next + text.slice(end - statement.startIndex);
  }
  const indentation = '\t'.repeat(statement.startPosition.column);
  return text
    .split(/\r?\n/)
    .map((line) => (line.startsWith(indentation) ? line.slice(indentation.length) : line));
}

function isDeclaredLater(anchor: Node, name: string): boolean {
  for (let next = anchor; next; ) {
    if (declaresAlone(next, name)) return true;
    if (!next.nextNamedSibling) return false;
    next = next.nextNamedSibling;
  }
  return false;
}

/** `err := f()` and `var err error`: with `err` declared before, the first has nothing new, the second is a second one. */
function declaresAlone(statement: Node, name: string): boolean {
  if (statement.type === 'var_declaration') {
    return descendants(statement, 'var_spec').some((spec) => spec.childForFieldName('name')?.text === name);
  }
  if (statement.type !== 'short_var_declaration') return false;
  return children(field(statement, 'left')).every((left) => left.text === name || left.text === '_');
}

/** Whether the options are filled in another function than the one that uses them. */
function isElsewhere({ slot }: SlottedPlan, { file, anchor }: OptionsPlace): boolean {
  const [here, there] = [anchor, slot.consumer.node].map(enclosingFunction);
  return slot.consumer.file.path !== file.path || here?.id !== there?.id;
}

function madeWithoutError({ slot }: SlottedPlan, { file, anchor }: OptionsPlace): Error {
  return problemAt(
    { file, node: anchor },
    {
      code: 'options-made-without-error',
      reason:
        'the options of the manager are made in a function that handles no error, and flags can be wrong',
      hint: `Fill the options where the error of the manager is handled (${placeText(slot.consumer)}), or return an error from this function, and run the migration again.`,
    },
  );
}

function noHandling(at: Located): Error {
  return problemAt(at, {
    code: 'no-error-handling',
    reason: 'the error of this call is not handled in a way that could be followed for the flags',
    hint: 'Check the error with `if err != nil { … }` right after the call, and run the migration again.',
  });
}
