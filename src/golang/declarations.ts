import { oncePerFile } from '../repository/once-per-file.ts';
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
    localDeclarationOf(file, node) ??
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
    const node = methods(file).get(`${type}.${name}`);
    if (node) return { file, node };
  }
  return undefined;
}

/** The methods of one file by type and name; the first, should there be two. */
const methods = oncePerFile((file: GoFile): ReadonlyMap<string, Node> => {
  const found = children(file.root).filter(({ type }) => type === 'method_declaration');
  return new Map(
    found.reverse().map((node) => [`${receiverType(node)}.${field(node, 'name')?.text}`, node] as const),
  );
});

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

const locals = new WeakMap<Node, { readonly declaration: Declaration | undefined }>();

/** The same in every program that holds the tree. */
function localDeclarationOf(file: GoFile, node: Node): Declaration | undefined {
  const known = locals.get(node) ?? { declaration: localDeclaration(file, node) };
  locals.set(node, known);
  return known.declaration;
}

/** Walks outwards; in each scope only what stands before the identifier counts, as Go demands for local names. */
function localDeclaration(file: GoFile, node: Node): Declaration | undefined {
  const name = node.text;
  for (let at = node, parent = node.parent; parent; at = parent, parent = parent.parent) {
    if (parent.type === 'source_file') return undefined;
    if (!entersScope(parent, at)) continue;
    const found = namesDeclaredBy(parent)
      .get(name)
      ?.find((candidate) => isKnownAt(candidate, node));
    if (found)
      return { kind: found.kind, node: found.node, owner: found.owner, name, file, packageLevel: false };
  }
  return undefined;
}

/** A parameter is known in the body only: `func f(config *config)` names the type first. */
function entersScope(parent: Node, at: Node): boolean {
  return !FUNCTIONS.has(parent.type) || field(parent, 'body')?.id === at.id;
}

/** A name is not yet known on its own right side (`x := x`). */
function isKnownAt({ owner, names }: Candidate, identifier: Node): boolean {
  return names === undefined || owner.endIndex <= identifier.startIndex || names.includes(identifier);
}

interface Candidate extends Pick<Declaration, 'kind' | 'node' | 'owner'> {
  /** All names of its statement, where it is known behind that only; undefined for a name that the whole scope knows. */
  readonly names?: readonly Node[];
}

const FUNCTIONS = new Set(['function_declaration', 'method_declaration', 'func_literal']);

const scopes = new WeakMap<Node, ReadonlyMap<string, readonly Candidate[]>>();

const NO_NAMES: ReadonlyMap<string, readonly Candidate[]> = new Map();

/** The names of a scope in the order of their declaration: asked for once for each identifier in it, found out once. */
function namesDeclaredBy(parent: Node): ReadonlyMap<string, readonly Candidate[]> {
  const known = scopes.get(parent);
  if (known) return known;
  const candidates = candidatesOf(parent);
  const names = candidates.length === 0 ? NO_NAMES : groupByName(candidates);
  scopes.set(parent, names);
  return names;
}

function groupByName(candidates: readonly Candidate[]): ReadonlyMap<string, readonly Candidate[]> {
  const names = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const same = names.get(candidate.node.text);
    if (same) same.push(candidate);
    else names.set(candidate.node.text, [candidate]);
  }
  return names;
}

function candidatesOf(parent: Node): Candidate[] {
  switch (parent.type) {
    case 'statement_list':
      return children(parent).flatMap(declaredIn);
    case 'if_statement':
    case 'for_clause':
    case 'expression_switch_statement':
    case 'type_switch_statement':
      return [...declaredIn(field(parent, 'initializer')), ...aliasOf(parent)];
    case 'for_statement':
      return children(parent).flatMap(namesOfLoop);
    case 'function_declaration':
    case 'method_declaration':
    case 'func_literal':
      return ['receiver', 'parameters', 'result'].flatMap((name) => parametersIn(field(parent, name)));
    default:
      return [];
  }
}

function namesOfLoop(clause: Node): Candidate[] {
  if (clause.type === 'for_clause') return declaredIn(field(clause, 'initializer'));
  if (clause.type !== 'range_clause' || !clause.text.includes(':=')) return [];
  return children(field(clause, 'left')).map((node) => ({ kind: 'variable', node, owner: clause }));
}

function aliasOf(typeSwitch: Node): Candidate[] {
  return children(field(typeSwitch, 'alias')).map((node) => ({ kind: 'variable', node, owner: typeSwitch }));
}

function declaredIn(statement: Node | undefined): Candidate[] {
  if (statement?.type === 'short_var_declaration') {
    const names = children(field(statement, 'left'));
    return names.map((node) => ({ kind: 'variable', node, owner: statement, names }));
  }
  if (statement?.type !== 'var_declaration' && statement?.type !== 'const_declaration') return [];
  return specsOf(statement).flatMap(namesOfSpec);
}

function namesOfSpec(spec: Node): Candidate[] {
  const names = fields(spec, 'name');
  const kind = spec.type === 'const_spec' ? 'constant' : 'variable';
  return names.map((node) => ({ kind, node, owner: spec, names }));
}

function parametersIn(list: Node | undefined): Candidate[] {
  return children(list).flatMap((owner) =>
    fields(owner, 'name').map((node) => ({ kind: 'parameter' as const, node, owner })),
  );
}

/** The top-level names of one file. */
export const topLevel = oncePerFile((file: GoFile): ReadonlyMap<string, Declaration> => {
  const names = new Map<string, Declaration>();
  for (const { kind, node, owner } of children(file.root).flatMap(topLevelOf)) {
    names.set(node.text, { kind, node, owner, name: node.text, file, packageLevel: true });
  }
  return names;
});

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
