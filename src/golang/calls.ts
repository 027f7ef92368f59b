import { type Declaration, lookUp, receiverType } from './declarations.ts';
import {
  ancestor,
  children,
  enclosingFunction,
  field,
  fields,
  type Located,
  tokensNamed,
  within,
} from './node.ts';
import type { GoProgram } from './program.ts';
import { referencesTo } from './references.ts';
import type { GoFile, Node } from './syntax.ts';
import { calleeOf, typeOf } from './types.ts';

/** The arguments of a call, in order. */
export function argumentsOf(call: Node): Node[] {
  return children(field(call, 'arguments'));
}

/**
 * Calls of functions and methods of others (`flag.Parse()`, `set.Parse(args)`) by name, in source order: found in the text first, for
 * of a thousand calls one is meant.
 */
export function callsNamed(scope: Node, names: RegExp): Node[] {
  const calls = [...scope.text.matchAll(/(?=[A-Z])(?<=\.\s*)[A-Z]\w*(?=\s*\()/g)].flatMap(
    ({ 0: name, index }) => {
      if (!names.test(name)) return [];
      const at = scope.startIndex + index;
      const selector = scope.namedDescendantForIndex(at, at + name.length).parent;
      const call = selector?.type === 'selector_expression' ? selector.parent : undefined;
      return call?.type === 'call_expression' && within(call, scope) ? [call] : [];
    },
  );
  return calls.sort((one, other) => one.startIndex - other.startIndex || other.endIndex - one.endIndex);
}

/** The call whose argument `node` is, if it is one. */
export function callWithArgument(node: Node): Node | undefined {
  const list = node.parent;
  return list?.type === 'argument_list' && list.parent?.type === 'call_expression' ? list.parent : undefined;
}

/** The calls of a function or method of the repository, outside tests. */
export function callsOf(program: GoProgram, target: Located): Located[] {
  const name = field(target.node, 'name')?.text ?? '';
  const uses =
    target.node.type === 'method_declaration'
      ? methodUses(program, target, name)
      : functionUses(program, target, name);
  return uses.filter((use) => !use.file.path.endsWith('_test.go')).flatMap((use) => callAt(use));
}

/** What is passed for a parameter (or receiver), in every call outside tests. */
export function argumentsFor(program: GoProgram, parameter: Declaration): Located[] {
  const owner = enclosingFunction(parameter.node);
  if (!owner || owner.type === 'func_literal') return [];
  const calls = callsOf(program, { file: parameter.file, node: owner });
  const index = parameterIndex(owner, parameter.node);
  return calls.flatMap(({ file, node }) => {
    const argument = index === -1 ? field(field(node, 'function'), 'operand') : argumentsOf(node)[index];
    return argument ? [{ file, node: argument }] : [];
  });
}

/** The parameter (or receiver) that takes an argument of a call of a function of the repository. */
export function parameterFor(program: GoProgram, call: Located, argument: Node): Declaration | undefined {
  const callee = calleeOf(program, call);
  if (!callee) return undefined;
  const index = argumentsOf(call.node).findIndex((one) => one.startIndex === argument.startIndex);
  const names = children(field(callee.node, index === -1 ? 'receiver' : 'parameters')).flatMap((owner) =>
    fields(owner, 'name').map((node) => ({ node, owner })),
  );
  const found = names[index === -1 ? 0 : index];
  return (
    found && { kind: 'parameter', name: found.node.text, file: callee.file, packageLevel: false, ...found }
  );
}

/** Position among the parameters; -1 for the receiver. */
export function parameterIndex(owner: Node, parameter: Node): number {
  const names = children(field(owner, 'parameters')).flatMap((one) => fields(one, 'name'));
  return names.findIndex((name) => name.startIndex === parameter.startIndex);
}

function functionUses(program: GoProgram, target: Located, name: string): Located[] {
  const goPackage = program.packageOf(target.file.path);
  const declaration = goPackage && lookUp(program, goPackage, name);
  return declaration ? referencesTo(program, declaration, { tests: false }) : [];
}

/** Method calls are found in files that hold the name; a receiver of another known type is passed over. */
function methodUses(program: GoProgram, target: Located, name: string): Located[] {
  const goPackage = program.packageOf(target.file.path);
  const type = receiverType(target.node);
  if (!goPackage || !type) return [];
  const files = [...program.packages].flatMap((other) =>
    filesCalling(program, goPackage.importPath, other, name),
  );
  return files.flatMap((file) =>
    tokensNamed(file, name)
      .filter((node) => node.type === 'field_identifier' && node.parent?.type === 'selector_expression')
      .map((node) => ({ file, node }))
      .filter((use) => {
        const operand = field(use.node.parent, 'operand');
        const found = operand && typeOf(program, { file, node: operand });
        return found?.importPath === goPackage.importPath && found.name === type;
      }),
  );
}

function filesCalling(
  program: GoProgram,
  importPath: string,
  goPackage: { readonly importPath: string; readonly paths: readonly string[] },
  name: string,
): GoFile[] {
  return goPackage.paths
    .filter((path) => {
      const text = program.text(path);
      const sees = goPackage.importPath === importPath || text.includes(`"${importPath}"`);
      return sees && text.includes(`.${name}(`);
    })
    .flatMap((path) => program.file(path) ?? []);
}

/** The call whose function is `use` (an identifier, or the field of a selector). */
function callAt({ file, node }: Located): Located[] {
  const called = node.parent?.type === 'selector_expression' ? node.parent : node;
  const call = ancestor(called, ['call_expression']);
  return call &&
    field(call, 'function')?.startIndex === called.startIndex &&
    field(call, 'function')?.endIndex === called.endIndex
    ? [{ file, node: call }]
    : [];
}
