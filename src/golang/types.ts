import { type Declaration, lookUp, lookUpMethod, resolve } from './declarations.ts';
import { importedNames } from './imported-names.ts';
import { children, field, fields, type Located, unwrapped } from './node.ts';
import { oncePerNode } from './once-per-node.ts';
import type { GoProgram } from './program.ts';
import type { Node } from './syntax.ts';

/** A named type, pointers taken off. Go's own types have the import path ''. */
export interface TypeName {
  readonly importPath: string;
  readonly name: string;
  /** The `struct_type` of a type without a name, which is called after the place where it stands. */
  readonly struct?: Located;
}

/** A field of a struct: of the repository (`declared`), or of somebody else's type that is embedded. */
export interface FieldName {
  readonly type: TypeName;
  readonly name: string;
  /** The field's name in its `field_declaration`, where the type is of this repository. */
  readonly declared: Located | undefined;
}

/** As far as declarations, literals and calls within the repository tell; undefined where they do not. */
export const typeOf = oncePerNode(typeOfExpression);

function typeOfExpression(program: GoProgram, { file, node }: Located): TypeName | undefined {
  const at = (child: Node | undefined) => (child ? typeOf(program, { file, node: child }) : undefined);
  switch (node.type) {
    case 'identifier': {
      const declaration = resolve(program, { file, node });
      return declaration && typeOfDeclaration(program, declaration);
    }
    case 'parenthesized_expression':
      return at(children(node)[0]);
    case 'unary_expression':
      return at(field(node, 'operand'));
    case 'composite_literal':
      return namedType(program, { file, node: field(node, 'type') ?? node });
    case 'selector_expression':
      return typeOfSelector(program, { file, node });
    case 'call_expression':
      return typeOfCall(program, { file, node });
    default:
      return undefined;
  }
}

/** The named type that a type expression means. Aliases of the repository are followed. */
export function namedType(program: GoProgram, { file, node }: Located): TypeName | undefined {
  switch (node.type) {
    case 'pointer_type':
    case 'parenthesized_type': {
      const inner = children(node)[0];
      return inner && namedType(program, { file, node: inner });
    }
    case 'qualified_type': {
      const importPath = importedNames(file).get(field(node, 'package')?.text ?? '');
      return importPath === undefined
        ? undefined
        : canonical({ importPath, name: field(node, 'name')?.text ?? '' });
    }
    case 'type_identifier':
      return typeOfIdentifier(program, { file, node });
    case 'struct_type':
      return typeOfPlace(program, { file, node });
    default:
      return undefined;
  }
}

/** The field that `operand.name` means, looking through embedded types. undefined where the operand's type is not known. */
export function fieldOf(program: GoProgram, type: TypeName, name: string): FieldName | undefined {
  const struct = structOf(program, type);
  if (!struct)
    return program.packageByImport(type.importPath) ? undefined : { type, name, declared: undefined };
  const own = struct.fields.find((declared) => declared.name === name);
  if (own) return { type, name, declared: { file: struct.file, node: own.node } };
  for (const embedded of struct.embedded) {
    const found = fieldOf(program, embedded, name);
    if (found) return found;
  }
  return undefined;
}

interface Struct {
  readonly file: Located['file'];
  readonly fields: readonly { name: string; node: Node; type: Node | undefined }[];
  readonly embedded: readonly TypeName[];
}

function structOf(program: GoProgram, type: TypeName): Struct | undefined {
  const { file, node: body } = type.struct ?? declaredStruct(program, type) ?? {};
  if (!file || !body) return undefined;
  const declared = children(children(body)[0]).filter((child) => child.type === 'field_declaration');
  return {
    file,
    fields: declared.flatMap((one) => fieldsOf(one)),
    embedded: declared
      .filter((one) => fields(one, 'name').length === 0)
      .flatMap((one) => embeddedType(program, { file, node: one })),
  };
}

function declaredStruct(program: GoProgram, type: TypeName): Located | undefined {
  const goPackage = program.packageByImport(type.importPath);
  const declaration = goPackage && lookUp(program, goPackage, type.name);
  const node = field(declaration?.owner, 'type');
  return declaration && node?.type === 'struct_type' ? { file: declaration.file, node } : undefined;
}

/** An embedded field has the name of its type. */
function fieldsOf(declaration: Node): Struct['fields'][number][] {
  const type = field(declaration, 'type');
  const names = fields(declaration, 'name');
  if (names.length > 0) return names.map((node) => ({ name: node.text, node, type }));
  const name = type && baseName(type);
  return name ? [{ name: name.text, node: name, type }] : [];
}

function baseName(type: Node): Node | undefined {
  if (type.type === 'type_identifier') return type;
  return (
    field(type, 'name') ??
    children(type)
      .map(baseName)
      .find((name) => name !== undefined)
  );
}

function embeddedType(program: GoProgram, { file, node }: Located): TypeName[] {
  const type = field(node, 'type');
  const found = type && namedType(program, { file, node: type });
  return found ? [found] : [];
}

function typeOfPlace(program: GoProgram, { file, node }: Located): TypeName {
  const importPath = program.packageOf(file.path)?.importPath ?? '';
  return { importPath, name: `struct ${file.path}:${node.startIndex}`, struct: { file, node } };
}

function typeOfIdentifier(program: GoProgram, { file, node }: Located): TypeName | undefined {
  const declaration = resolve(program, { file, node });
  if (declaration?.kind !== 'type') return { importPath: '', name: node.text };
  const aliased = declaration.owner.type === 'type_alias' ? field(declaration.owner, 'type') : undefined;
  if (aliased) return namedType(program, { file: declaration.file, node: aliased });
  const importPath = program.packageOf(declaration.file.path)?.importPath ?? '';
  return { importPath, name: declaration.name };
}

function typeOfDeclaration(program: GoProgram, declaration: Declaration): TypeName | undefined {
  const { file, owner } = declaration;
  const type = field(owner, 'type');
  if (type) return namedType(program, { file, node: type });
  const value = initialValue(declaration);
  return value && typeOf(program, { file, node: value });
}

/** The expression that a variable is declared with, where each name has one of its own. */
export function initialValue({ owner, node }: Declaration): Node | undefined {
  const names =
    owner.type === 'short_var_declaration' ? children(field(owner, 'left')) : fields(owner, 'name');
  const values = children(field(owner, owner.type === 'short_var_declaration' ? 'right' : 'value'));
  const index = names.findIndex((name) => name.startIndex === node.startIndex);
  return values.length === names.length || (index === 0 && values.length === 1) ? values[index] : undefined;
}

function typeOfSelector(program: GoProgram, { file, node }: Located): TypeName | undefined {
  const operand = field(node, 'operand');
  const name = field(node, 'field')?.text ?? '';
  if (!operand) return undefined;
  const importPath = importOf(program, { file, node: operand });
  if (importPath !== undefined) return typeOfImported(program, importPath, name);
  const type = typeOf(program, { file, node: operand });
  const found = type && fieldOf(program, type, name);
  if (!found) return undefined;
  if (!found.declared) return knownFields.get(`${found.type.importPath}.${found.type.name}.${name}`);
  const declared = found.declared.node.parent;
  const fieldType = declared && (field(declared, 'type') ?? declared);
  return fieldType ? namedType(program, { file: found.declared.file, node: fieldType }) : undefined;
}

/** The import path where an expression is the name of an imported package. */
export function importOf(program: GoProgram, { file, node }: Located): string | undefined {
  if (node.type !== 'identifier' || !importedNames(file).has(node.text)) return undefined;
  return resolve(program, { file, node })?.kind === 'import' ? importedNames(file).get(node.text) : undefined;
}

function typeOfImported(program: GoProgram, importPath: string, name: string): TypeName | undefined {
  if (name === 'CommandLine' && flagLibraries.includes(importPath)) return { importPath, name: 'FlagSet' };
  const goPackage = program.packageByImport(importPath);
  const declaration = goPackage && lookUp(program, goPackage, name);
  return declaration && typeOfDeclaration(program, declaration);
}

const flagLibraries = ['flag', 'github.com/spf13/pflag'];

function typeOfCall(program: GoProgram, { file, node }: Located): TypeName | undefined {
  const called = unwrapped(field(node, 'function') ?? node);
  if (called.text === 'new') {
    const type = children(field(node, 'arguments'))[0];
    return type && namedType(program, { file, node: type });
  }
  const known = knownResult(program, { file, node: called });
  if (known) return known;
  const callee = calleeOf(program, { file, node });
  const result = field(callee?.node, 'result');
  if (!callee || !result) return undefined;
  const first = result.type === 'parameter_list' ? field(children(result)[0], 'type') : result;
  return first && namedType(program, { file: callee.file, node: first });
}

/** The function or method of the repository that a call calls. */
export function calleeOf(program: GoProgram, { file, node }: Located): Located | undefined {
  return functionMeant(program, { file, node: field(node, 'function') ?? node });
}

/** The function or method of the repository that an expression names, called or passed on as a value. */
export function functionMeant(program: GoProgram, { file, node }: Located): Located | undefined {
  const called = unwrapped(node);
  if (called.type === 'identifier') return functionOf(resolve(program, { file, node: called }));
  const operand = field(called, 'operand');
  const name = field(called, 'field')?.text;
  if (called.type !== 'selector_expression' || !operand || !name) return undefined;
  const importPath = importOf(program, { file, node: operand });
  if (importPath !== undefined) {
    const goPackage = program.packageByImport(importPath);
    return goPackage && functionOf(lookUp(program, goPackage, name));
  }
  const type = typeOf(program, { file, node: operand });
  const goPackage = type && program.packageByImport(type.importPath);
  return goPackage && lookUpMethod(program, goPackage, type.name, name);
}

function functionOf(declaration: Declaration | undefined): Located | undefined {
  return declaration?.kind === 'function' ? { file: declaration.file, node: declaration.owner } : undefined;
}

/** Results of functions outside the repository that decide how a command line is read. */
function knownResult(program: GoProgram, { file, node }: Located): TypeName | undefined {
  const operand = field(node, 'operand');
  const importPath = operand && importOf(program, { file, node: operand });
  const name = field(node, 'field')?.text;
  if (operand && importPath === undefined && name?.endsWith('Flags')) {
    return sameType(typeOf(program, { file, node: operand }), COBRA_COMMAND)
      ? { importPath: 'github.com/spf13/pflag', name: 'FlagSet' }
      : undefined;
  }
  if (importPath !== undefined && flagLibraries.includes(importPath) && name === 'NewFlagSet') {
    return { importPath, name: 'FlagSet' };
  }
  return importPath === 'sigs.k8s.io/controller-runtime/pkg/webhook' && name === 'NewServer'
    ? { importPath, name: 'Server' }
    : undefined;
}

/** `Flags()`, `PersistentFlags()`, `LocalFlags()` of a command are sets of pflag. */
export const COBRA_COMMAND: TypeName = { importPath: 'github.com/spf13/cobra', name: 'Command' };
export const MANAGER_OPTIONS: TypeName = {
  importPath: 'sigs.k8s.io/controller-runtime/pkg/manager',
  name: 'Options',
};
export const METRICS_OPTIONS: TypeName = {
  importPath: 'sigs.k8s.io/controller-runtime/pkg/metrics/server',
  name: 'Options',
};
export const WEBHOOK_OPTIONS: TypeName = {
  importPath: 'sigs.k8s.io/controller-runtime/pkg/webhook',
  name: 'Options',
};

const knownFields = new Map<string, TypeName>([
  [`${MANAGER_OPTIONS.importPath}.Options.Metrics`, METRICS_OPTIONS],
]);

/** `ctrl.Options` and `ctrl.Manager` are aliases of the manager package's names. */
function canonical(type: TypeName): TypeName {
  const alias =
    type.importPath === 'sigs.k8s.io/controller-runtime' && ['Options', 'Manager'].includes(type.name);
  return alias ? { ...type, importPath: MANAGER_OPTIONS.importPath } : type;
}

export function sameType(a: TypeName | undefined, b: TypeName | undefined): boolean {
  return a !== undefined && a.importPath === b?.importPath && a.name === b.name;
}
