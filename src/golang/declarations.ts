import { importedNames } from './imported-names.ts';
import { ancestor, children, field, fields, type Located } from './node.ts';
import type { GoPackage, GoProgram } from './program.ts';
import type { GoFile, Node } from './syntax.ts';

export type DeclarationKind = 'variable' | 'parameter' | 'constant' | 'function' | 'type' | 'import';

/** What a name stands for. `node` is the declaring identifier, `owner` the spec, statement, parameter or function around it. */
export interface Declaration extends Located {
  readonly kind: DeclarationKind;
  readonly name: string;
  readonly owner: Node;
  /** Declared at the top level of a package, so that its other files see it. */
  readonly packageLevel: boolean;
}

/**
 * What an identifier means where it stands: a local name, a parameter, a name of the package, or an import.
 * undefined for Go's own names (`string`, `nil`, `append`) and for names that are not declared in the repository.
 */
export function resolve(program: GoProgram, { file, node }: Located): Declaration | undefined {
  return (
    localDeclaration(file, node) ??
    packageDeclaration(program, file, node.text) ??
    importDeclaration(file, node)
  );
}

/** A top-level name of a package. */
export function lookUp(program: GoProgram, goPackage: GoPackage, name: string): Declaration | undefined {
  for (const file of program.filesDeclaring(goPackage, name)) {
    const found = topLevel(file).get(name);
    if (found) return found;
  }
  return undefined;
}

/** A method of a named type. */
export function lookUpMethod(
  program: GoProgram,
  goPackage: GoPackage,
  type: string,
  name: string,
): Located | undefined {
  for (const file of program.filesDeclaring(goPackage, name)) {
    for (const node of children(file.root)) {
      if (
        node.type === 'method_declaration' &&
        field(node, 'name')?.text === name &&
        receiverType(node) === type
      ) {
        return { file, node };
      }
    }
  }
  return undefined;
}

/** The name of the type that a method belongs to. */
export function receiverType(method: Node): string | undefined {
  const parameter = children(field(method, 'receiver'))[0];
  return field(parameter, 'type')?.descendantsOfType('type_identifier')[0]?.text;
}

function packageDeclaration(program: GoProgram, file: GoFile, name: string): Declaration | undefined {
  const own = topLevel(file).get(name);
  if (own) return own;
  const goPackage = program.packageOf(file.path);
  return goPackage && lookUp(program, goPackage, name);
}

function importDeclaration(file: GoFile, node: Node): Declaration | undefined {
  if (!importedNames(file).has(node.text)) return undefined;
  return { kind: 'import', name: node.text, file, node, owner: node, packageLevel: false };
}

/** Walks outwards; in each scope only what stands before the identifier counts, as Go demands for local names. */
function localDeclaration(file: GoFile, node: Node): Declaration | undefined {
  for (let at = node, parent = node.parent; parent; at = parent, parent = parent.parent) {
    if (parent.type === 'source_file') return undefined;
    for (const candidate of namesDeclaredBy(parent, at, node)) {
      if (candidate.node.text === node.text)
        return { ...candidate, name: node.text, file, packageLevel: false };
    }
  }
  return undefined;
}

type Candidate = Pick<Declaration, 'kind' | 'node' | 'owner'>;

function namesDeclaredBy(parent: Node, at: Node, identifier: Node): Candidate[] {
  switch (parent.type) {
    case 'statement_list':
      return children(parent)
        .filter((statement) => statement.startIndex <= at.startIndex)
        .flatMap((statement) => declaredIn(statement, identifier));
    case 'if_statement':
    case 'for_clause':
    case 'expression_switch_statement':
    case 'type_switch_statement':
      return [...declaredIn(field(parent, 'initializer'), identifier), ...aliasOf(parent)];
    case 'for_statement':
      return children(parent).flatMap((child) => namesOfLoop(child, identifier));
    case 'function_declaration':
    case 'method_declaration':
    case 'func_literal':
      // A parameter is known in the body only: `func f(config *config)` names the type first.
      if (field(parent, 'body')?.id !== at.id) return [];
      return ['receiver', 'parameters', 'result'].flatMap((name) => parametersIn(field(parent, name)));
    default:
      return [];
  }
}

function namesOfLoop(clause: Node, identifier: Node): Candidate[] {
  if (clause.type === 'for_clause') return declaredIn(field(clause, 'initializer'), identifier);
  if (clause.type !== 'range_clause' || !clause.text.includes(':=')) return [];
  return children(field(clause, 'left')).map((node) => ({ kind: 'variable', node, owner: clause }));
}

function aliasOf(typeSwitch: Node): Candidate[] {
  return children(field(typeSwitch, 'alias')).map((node) => ({ kind: 'variable', node, owner: typeSwitch }));
}

/** Names that a statement brings; a name is not yet known on its own right side (`x := x`). */
function declaredIn(statement: Node | undefined, identifier: Node): Candidate[] {
  if (statement?.type === 'short_var_declaration') {
    const left = children(field(statement, 'left'));
    if (statement.endIndex > identifier.startIndex && !left.some((name) => name.id === identifier.id))
      return [];
    return left.map((node) => ({ kind: 'variable', node, owner: statement }));
  }
  if (statement?.type !== 'var_declaration' && statement?.type !== 'const_declaration') return [];
  return specsOf(statement).flatMap((spec) => namesOfSpec(spec, identifier));
}

function namesOfSpec(spec: Node, identifier: Node): Candidate[] {
  const names = fields(spec, 'name');
  const isOwn = names.some((name) => name.id === identifier.id);
  if (spec.endIndex > identifier.startIndex && !isOwn) return [];
  return names.map((node) => ({
    kind: spec.type === 'const_spec' ? 'constant' : 'variable',
    node,
    owner: spec,
  }));
}

function parametersIn(list: Node | undefined): Candidate[] {
  return children(list).flatMap((owner) =>
    fields(owner, 'name').map((node) => ({ kind: 'parameter' as const, node, owner })),
  );
}

const topLevelNames = new WeakMap<GoFile, ReadonlyMap<string, Declaration>>();

/** The top-level names of one file. */
export function topLevel(file: GoFile): ReadonlyMap<string, Declaration> {
  const known = topLevelNames.get(file);
  if (known) return known;
  const names = new Map<string, Declaration>();
  for (const { kind, node, owner } of children(file.root).flatMap(topLevelOf)) {
    names.set(node.text, { kind, node, owner, name: node.text, file, packageLevel: true });
  }
  topLevelNames.set(file, names);
  return names;
}

function topLevelOf(node: Node): Candidate[] {
  if (node.type === 'function_declaration') return named('function', field(node, 'name'), node);
  if (node.type === 'type_declaration') {
    return children(node).flatMap((spec) => named('type', field(spec, 'name'), spec));
  }
  if (node.type !== 'var_declaration' && node.type !== 'const_declaration') return [];
  const kind = node.type === 'var_declaration' ? 'variable' : 'constant';
  return specsOf(node).flatMap((spec) => fields(spec, 'name').flatMap((name) => named(kind, name, spec)));
}

function named(kind: DeclarationKind, node: Node | undefined, owner: Node): Candidate[] {
  return node ? [{ kind, node, owner }] : [];
}

/** The specs of a `var` or `const` declaration, grouped or not. */
export function specsOf(declaration: Node): Node[] {
  return children(declaration).flatMap((child) =>
    child.type === 'var_spec_list' ? children(child) : [child],
  );
}

/** The declaration statement around a spec (`var ( … )`), for specs that may stand in a group. */
export function declarationOf(spec: Node): Node | undefined {
  return ancestor(spec, ['var_declaration', 'const_declaration', 'type_declaration']);
}
