import { resolve } from '../../golang/declarations.ts';
import {
  children,
  descendants,
  enclosingDeclaration,
  field,
  type Located,
  statementOf,
} from '../../golang/node.ts';
import type { Node } from '../../golang/syntax.ts';
import type { OptionsPlace } from './options-place.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';

/**
 * The name for the error. The function's own, unless a later statement of the same block declares that one anew: it
 * would no longer compile.
 */
export function errorName(plan: SlottedPlan, place: OptionsPlace): string {
  const name = handled(plan, place)?.name ?? 'err';
  return isDeclaredLater(place.anchor, name) ? 'flagsErr' : name;
}

/** What the function does when the manager cannot be made, in the same words: the lines of the block. */
export function errorHandling(plan: SlottedPlan, place: OptionsPlace, name: string): string[] {
  const found = handled(plan, place);
  if (!found) throw noHandling(plan.slot.consumer);
  if (found.lines) return found.lines.map((line) => `\t${line}`);
  const { file, block } = found;
  const statements = children(children(block)[0]).filter((statement) =>
    isUsable(plan, place, { file, node: statement }, found.name),
  );
  if (statements.length === 0) throw noHandling(plan.slot.consumer);
  const message = firstMessage(statements);
  return statements
    .flatMap((statement) => adapted(statement, found.name, name, message))
    .map((line) => `\t${line}`);
}

type Handled =
  | {
      readonly name: string;
      readonly lines: readonly string[];
      readonly file?: never;
      readonly block?: never;
    }
  | { readonly name: string; readonly lines?: never; readonly file: Located['file']; readonly block: Node };

function handled({ slot }: SlottedPlan, { file, anchor }: OptionsPlace): Handled | undefined {
  const statement = statementOf(slot.consumer.node);
  const scope = enclosingDeclaration(anchor);
  const isHere =
    statement &&
    scope &&
    enclosingDeclaration(statement)?.id === scope.id &&
    slot.consumer.file.path === file.path;
  if (isHere && statement.type === 'return_statement') return returned(scope);
  const own = isHere ? checkOf(statement) : undefined;
  const check =
    own ?? descendants(scope ?? anchor, 'if_statement').find((one) => errorChecked(one) !== undefined);
  const name = check && errorChecked(check);
  const block = check && field(check, 'consequence');
  return name && block ? { name, file, block } : undefined;
}

/** The `if err != nil` that belongs to a statement: itself, or the next one. */
function checkOf(statement: Node): Node | undefined {
  const candidates = [statement, statement.nextNamedSibling];
  return candidates.find(
    (one): one is Node => one?.type === 'if_statement' && errorChecked(one) !== undefined,
  );
}

function errorChecked(check: Node): string | undefined {
  return /^(\w+) != nil$/.exec(field(check, 'condition')?.text ?? '')?.[1];
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

/** "unable to start manager" → "unable to start manager: invalid flags", before any format verb. */
function withReason(message: string): string {
  const [, head = '', tail = ''] =
    /^"((?:[^"\\]|\\.)*?)((?::\s*|\s+)?%[-+#\w].*|:\s*)?"$/s.exec(message) ?? [];
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

function noHandling(at: Located): Error {
  return problemAt(at, {
    code: 'no-error-handling',
    reason: 'the error of this call is not handled in a way that could be followed for the flags',
    hint: 'Check the error with `if err != nil { … }` right after the call, and run the migration again.',
  });
}
