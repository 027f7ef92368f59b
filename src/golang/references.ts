import { oncePerPair } from '../repository/once-per-pair.ts';
import { type Declaration, resolve } from './declarations.ts';
import { importedNames } from './imported-names.ts';
import { ancestor, enclosingDeclaration, field, type Located, sameNode, tokensNamed } from './node.ts';
import type { GoPackage, GoProgram } from './program.ts';
import type { GoFile, Node } from './syntax.ts';
import { type FieldName, fieldOf, namedType, sameType, type TypeName, typeOf } from './types.ts';

/**
 * Everywhere a declared name is spoken of, its declaration not counted: the function for local names, the package with
 * its tests and the packages that import it for others.
 */
export function referencesTo(
  program: GoProgram,
  declaration: Declaration,
  options: { readonly tests: boolean } = { tests: true },
): Located[] {
  if (!declaration.packageLevel) {
    const scope = enclosingDeclaration(declaration.node) ?? declaration.file.root;
    return meaning(program, declaration, declaration.file, scope);
  }
  const goPackage = program.packageOf(declaration.file.path);
  if (!goPackage) return [];
  const own = program
    .filesWith(goPackage, declaration.name, options)
    .flatMap((file) => meaning(program, declaration, file, file.root));
  return [...own, ...importedUses(program, goPackage.importPath, declaration.name, options.tests)];
}

function meaning(program: GoProgram, declaration: Declaration, file: GoFile, scope: Node): Located[] {
  return tokensNamed(file, declaration.name, scope)
    .filter((node) => node.type === 'identifier' || node.type === 'type_identifier')
    .filter((node) => !isFieldKey(node))
    .map((node) => ({ file, node }))
    .filter((use) => !sameNode(use, declaration))
    .filter((use) => {
      const found = resolve(program, use);
      return found !== undefined && sameNode(found, declaration);
    });
}

/** `alias.Name` in every package of the repository that imports `importPath`, tests included. */
function importedUses(program: GoProgram, importPath: string, name: string, tests: boolean): Located[] {
  if (!/^\p{Lu}/u.test(name)) return [];
  return filesThatImport(program, importPath, name, tests).flatMap((file) =>
    tokensNamed(file, name)
      .filter((node) => isQualifiedName(node) && qualifier(file, node) === importPath)
      .map((node) => ({ file, node })),
  );
}

function isQualifiedName(node: Node): boolean {
  const whole = node.parent;
  if (whole?.type === 'selector_expression') return field(whole, 'field') === node;
  return whole?.type === 'qualified_type' && field(whole, 'name') === node;
}

function qualifier(file: GoFile, { parent }: Node): string | undefined {
  return importedNames(file).get(parent?.firstNamedChild?.text ?? '');
}

function filesThatImport(program: GoProgram, importPath: string, word: string, tests: boolean): GoFile[] {
  const paths = (tests ? importersWithTests : importers)(program, importPath);
  return paths
    .filter((path) => program.text(path).includes(word))
    .flatMap((path) => program.file(path) ?? []);
}

/** Finds paths of files whose text names an import path. Many names of one package are looked for. */
function naming(pathsOf: (goPackage: GoPackage) => readonly string[]) {
  return oncePerPair((program: GoProgram, importPath: string): readonly string[] =>
    [...program.packages].flatMap(pathsOf).filter((path) => program.text(path).includes(`"${importPath}"`)),
  );
}

const importers = naming(({ paths }) => paths);

const importersWithTests = naming(({ paths, testPaths }) => [...paths, ...testPaths]);

/** A key of a composite literal that names a field, not a variable. Keys of map literals are expressions. */
export function isFieldKey(node: Node): boolean {
  const element = node.parent;
  const keyed = element?.type === 'literal_element' ? element.parent : element;
  if (keyed?.type !== 'keyed_element') return false;
  const key = field(keyed, 'key');
  if (!key || key.startIndex !== node.startIndex || key.endIndex !== node.endIndex) return false;
  const literal = ancestor(keyed, ['composite_literal']);
  const isDirect = literal && field(literal, 'body')?.id === keyed.parent?.id;
  return !isDirect || field(literal, 'type')?.type !== 'map_type';
}

/** How a struct field is spoken of: `x.Field`, or as the key of a literal. */
export interface FieldUse extends Located {
  /** The selector expression, or the `keyed_element`. */
  readonly whole: Node;
  readonly kind: 'selector' | 'key';
  /** false: the operand's type could not be found out; it may be another type's field of the same name. */
  readonly certain: boolean;
}

/** Uses of a field that is declared in the repository, in its package, its tests and the packages that import it. */
export function usesOfField(program: GoProgram, { type, name }: FieldName): FieldUse[] {
  const goPackage = program.packageByImport(type.importPath);
  if (!goPackage) return [];
  const files = program.filesWith(goPackage, name, { tests: true });
  const others = /^\p{Lu}/u.test(name) ? filesThatImport(program, type.importPath, name, true) : [];
  const named = [...files, ...others].flatMap((file) => fieldUsesIn(program, file, type, name));
  return [...named, ...unkeyedLiterals(program, type)];
}

/** `config{":8080", true}`: names no field and sets them all. */
function unkeyedLiterals(program: GoProgram, type: TypeName): FieldUse[] {
  return mentionsOf(program, type).flatMap(({ file, node }) => {
    const literal = node.parent?.type === 'composite_literal' ? node.parent : undefined;
    const first = field(literal, 'body')?.firstNamedChild;
    const isUnkeyed = literal && first && first.type !== 'keyed_element' && first.type !== 'comment';
    return isUnkeyed ? [{ file, node, whole: literal, kind: 'selector' as const, certain: false }] : [];
  });
}

function mentionsOf(program: GoProgram, type: TypeName): Located[] {
  if (type.struct) return [type.struct];
  const goPackage = program.packageByImport(type.importPath);
  const files = goPackage ? program.filesWith(goPackage, type.name, { tests: true }) : [];
  return files.flatMap((file) => tokensNamed(file, type.name).map((node) => ({ file, node })));
}

function fieldUsesIn(program: GoProgram, file: GoFile, type: TypeName, name: string): FieldUse[] {
  return tokensNamed(file, name).flatMap((node) =>
    node.type === 'field_identifier'
      ? selectorUse(program, { file, node }, type)
      : keyUse(program, { file, node }, type),
  );
}

function selectorUse(program: GoProgram, { file, node }: Located, type: TypeName): FieldUse[] {
  const whole = node.parent;
  const operand = field(whole, 'operand');
  if (whole?.type !== 'selector_expression' || !operand) return [];
  const operandType = typeOf(program, { file, node: operand });
  const found = operandType && fieldOf(program, operandType, node.text);
  if (operandType && !sameType(found?.type, type)) return [];
  if (!operandType && importedNames(file).has(operand.text)) return [];
  return [{ file, node, whole, kind: 'selector', certain: operandType !== undefined }];
}

function keyUse(program: GoProgram, { file, node }: Located, type: TypeName): FieldUse[] {
  const whole = ancestor(node, ['keyed_element']);
  if (!whole || !isFieldKey(node)) return [];
  const literal = ancestor(whole, ['composite_literal']);
  const literalType = field(literal, 'type');
  const isDirect = field(literal, 'body')?.id === whole.parent?.id;
  if (!literalType || !isDirect) return [{ file, node, whole, kind: 'key', certain: false }];
  return sameType(namedType(program, { file, node: literalType }), type)
    ? [{ file, node, whole, kind: 'key', certain: true }]
    : [];
}
