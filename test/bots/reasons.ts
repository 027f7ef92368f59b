import { fileURLToPath } from 'node:url';
import { type Expression, type Node, Project, type SourceFile, SyntaxKind } from 'ts-morph';

/** A code that a report can have as its reason, and the kinds of problem that it comes with, where the code tells. */
export interface Reason {
  readonly code: string;
  readonly kinds: ReadonlySet<string>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Functions that make a problem of an argument, and which one. */
const MAKERS: Readonly<Record<string, number>> = { usageProblem: 0, refused: 1, problem: 1 };

/** Every code in the sources, by the places where a problem or an outcome gets one. */
export function reasonsInCode(): ReadonlyMap<string, Reason> {
  const project = new Project({
    tsConfigFilePath: `${root}tsconfig.json`,
    skipAddingFilesFromTsConfig: true,
  });
  project.addSourceFilesAtPaths([
    `${root}src/**/*.ts`,
    `!${root}src/**/*.test.ts`,
    `!${root}src/**/*.testing.ts`,
  ]);
  const constants = new Map(project.getSourceFiles().flatMap(constantsOf));
  const found = project.getSourceFiles().flatMap((file) => [...problemCodes(file), ...outcomeReasons(file)]);
  const reasons = new Map<string, Reason>();
  for (const { value, at } of found) {
    for (const code of codesIn(value, constants)) {
      const kind = kindOf(at);
      const kinds = new Set([...(reasons.get(code)?.kinds ?? []), ...(kind === undefined ? [] : [kind])]);
      reasons.set(code, { code, kinds });
    }
  }
  return reasons;
}

interface Place {
  readonly value: Expression;
  readonly at: Node;
}

/** Constants in capitals that hold a text. */
function constantsOf(file: SourceFile): (readonly [string, string])[] {
  return file.getVariableDeclarations().flatMap((declaration) => {
    const value = declaration.getInitializerIfKind(SyntaxKind.StringLiteral);
    return value ? [[declaration.getName(), value.getLiteralText()] as const] : [];
  });
}

/** `code: …`, `const code = …`, and the argument of a function that makes a problem. */
function problemCodes(file: SourceFile): Place[] {
  const named = [
    ...file.getDescendantsOfKind(SyntaxKind.PropertyAssignment),
    ...file.getDescendantsOfKind(SyntaxKind.VariableDeclaration),
  ].filter((node) => node.getName() === 'code');
  const calls = file.getDescendantsOfKind(SyntaxKind.CallExpression).flatMap((call) => {
    const value = call.getArguments()[MAKERS[call.getExpression().getText()] ?? -1];
    return value === undefined ? [] : [{ value: value as Expression, at: call }];
  });
  return [...named.flatMap((at) => placeOf(at.getInitializer(), at)), ...calls];
}

/** `reason: …` beside a status or a summary: what an outcome without a problem has. */
function outcomeReasons(file: SourceFile): Place[] {
  return file.getDescendantsOfKind(SyntaxKind.PropertyAssignment).flatMap((at) => {
    const siblings = at.getParentIfKind(SyntaxKind.ObjectLiteralExpression)?.getText() ?? '';
    const isOutcome = at.getName() === 'reason' && /\b(?:status|summary)\b/.test(siblings);
    return isOutcome ? placeOf(at.getInitializer(), at) : [];
  });
}

function placeOf(value: Expression | undefined, at: Node): Place[] {
  return value === undefined ? [] : [{ value, at }];
}

/** All branches of a condition; a condition itself is no value. */
function codesIn(value: Expression, constants: ReadonlyMap<string, string>): string[] {
  const condition = value.asKind(SyntaxKind.ConditionalExpression);
  if (condition) {
    return [condition.getWhenTrue(), condition.getWhenFalse()].flatMap((branch) =>
      codesIn(branch, constants),
    );
  }
  const constant = constants.get(value.getText());
  const texts = [value, ...value.getDescendants()].flatMap(
    (node) => node.asKind(SyntaxKind.StringLiteral)?.getLiteralText() ?? [],
  );
  return [...texts, ...(constant === undefined ? [] : [constant])].filter((text) =>
    /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text),
  );
}

/** Of `new ProblemError('conflict', …)`, `refusal(…)` and `usageProblem(…)`. */
function kindOf(at: Node): string | undefined {
  const made = [at, ...at.getAncestors()].map((node) => {
    const text = node.asKind(SyntaxKind.NewExpression)?.getExpression().getText();
    if (text === 'ProblemError') {
      const [kind] = node.asKindOrThrow(SyntaxKind.NewExpression).getArguments();
      return kind?.asKind(SyntaxKind.StringLiteral)?.getLiteralText();
    }
    const call = node.asKind(SyntaxKind.CallExpression)?.getExpression().getText();
    if (call === 'refusal' || call === 'problemAt' || call === 'cannotGo') return 'refused';
    return call === 'usageProblem' ? 'usage' : undefined;
  });
  return made.find((kind) => kind !== undefined);
}
