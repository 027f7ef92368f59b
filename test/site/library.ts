import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ExportedDeclarations, type FunctionDeclaration, type JSDoc, Node, Project } from 'ts-morph';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Something that the library exports. */
export interface LibraryExport {
  readonly name: string;
  readonly kind: 'function' | 'value' | 'type';
  /** What its TSDoc says; empty where it has none. */
  readonly documentation: string;
  /** Its declaration, without bodies. */
  readonly declaration: string;
}

/** All that `import … from 'diag-codemod'` gives, with its documentation, by name. */
export function libraryExports(): readonly LibraryExport[] {
  found ??= findExports();
  return found;
}

let found: readonly LibraryExport[] | undefined;

function findExports(): readonly LibraryExport[] {
  const project = new Project({
    tsConfigFilePath: join(root, 'tsconfig.json'),
    skipAddingFilesFromTsConfig: true,
  });
  const index = project.addSourceFileAtPath(join(root, 'src/index.ts'));
  const exports = [...index.getExportedDeclarations()].flatMap(([name, [declaration]]) =>
    declaration ? [describe(name, declaration)] : [],
  );
  return exports.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The page of the library, from its TSDoc. */
export function libraryMarkdown(introduction: string, exports: readonly LibraryExport[]): string {
  const part = (title: string, kind: LibraryExport['kind']) => [
    `## ${title}`,
    '',
    ...exports
      .filter((it) => it.kind === kind)
      .flatMap(({ name, documentation, declaration }) => [
        `### ${name}`,
        '',
        documentation,
        '',
        '```ts',
        declaration,
        '```',
        '',
      ]),
  ];
  return [
    introduction.trimEnd(),
    '',
    ...part('Functions', 'function'),
    ...part('Values and classes', 'value'),
    ...part('Types', 'type'),
  ].join('\n');
}

function describe(name: string, declaration: ExportedDeclarations): LibraryExport {
  const statement = Node.isVariableDeclaration(declaration)
    ? declaration.getVariableStatementOrThrow()
    : declaration;
  const docs = Node.isJSDocable(statement) ? statement.getJsDocs() : [];
  const documentation = docs.map(textOf).join('\n\n');
  return { name, documentation, ...signature(name, declaration) };
}

/** What the comment says. A link to another declaration becomes its name. */
function textOf(doc: JSDoc): string {
  const text = doc.getInnerText().replaceAll(/\{@link ([^}]+)\}/g, '`$1`');
  return text.replaceAll(/^@param (\w+) /gm, '\n`$1`: ');
}

function signature(
  name: string,
  declaration: ExportedDeclarations,
): Pick<LibraryExport, 'kind' | 'declaration'> {
  if (Node.isFunctionDeclaration(declaration)) return { kind: 'function', declaration: headOf(declaration) };
  if (Node.isVariableDeclaration(declaration)) {
    return { kind: 'value', declaration: `const ${name}: ${declaration.getType().getText(declaration)}` };
  }
  const kind = Node.isClassDeclaration(declaration) ? 'value' : 'type';
  return { kind, declaration: declaration.getText().replace(/^export /, '') };
}

function headOf(declaration: FunctionDeclaration): string {
  const body = declaration.getBody();
  const end = body ? body.getStart() - declaration.getStart() : undefined;
  return declaration
    .getText()
    .slice(0, end)
    .replace(/^export (?:async )?/, '')
    .trimEnd();
}
