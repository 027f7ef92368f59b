import { field, type Located, tokensNamed } from './node.ts';
import type { GoProgram } from './program.ts';
import type { GoFile, Node } from './syntax.ts';
import { importOf } from './types.ts';

const CONTROLLER_RUNTIME = 'sigs.k8s.io/controller-runtime';

/** How controller-runtime makes a manager: `NewManager` of its root package, `New` of pkg/manager. */
const MAKERS: readonly (readonly [string, string])[] = [
  [CONTROLLER_RUNTIME, 'NewManager'],
  [`${CONTROLLER_RUNTIME}/pkg/manager`, 'New'],
];

/** What a function gives that makes the options of a manager for another one. */
const OPTIONS: readonly (readonly [string, string])[] = [
  [CONTROLLER_RUNTIME, 'Options'],
  [`${CONTROLLER_RUNTIME}/pkg/manager`, 'Options'],
  [`${CONTROLLER_RUNTIME}/pkg/metrics/server`, 'Options'],
  [`${CONTROLLER_RUNTIME}/pkg/metrics/filters`, 'WithAuthenticationAndAuthorization'],
];

/** Whether a text can hold a call that makes a manager: a prefilter, nothing more. */
export function mayMakeManager(text: string): boolean {
  return speaksOfAny(text, MAKERS);
}

/** Whether a text can make a manager, or options for one: a prefilter, nothing more. */
export function mayShapeManager(text: string): boolean {
  return speaksOfAny(text, MAKERS) || speaksOfAny(text, OPTIONS);
}

function speaksOfAny(text: string, names: readonly (readonly [string, string])[]): boolean {
  if (!text.includes(`"${CONTROLLER_RUNTIME}`)) return false;
  return names.some(([importPath, name]) => text.includes(name) && speaksOf(text, importPath, name));
}

/**
 * Whether a text imports a package and names something of it. Packages in between are parsed only because of what they lead to:
 * many call a `New` of their own, and have a manager handed to them.
 */
function speaksOf(text: string, importPath: string, name: string): boolean {
  const quoted = `"${importPath}"`;
  for (let at = text.indexOf(quoted); at !== -1; at = text.indexOf(quoted, at + 1)) {
    const line = text.slice(text.lastIndexOf('\n', at) + 1, at).trim();
    const alias = line.split(/[\s("]/).at(-1) ?? '';
    const qualifier = alias === '' || alias === 'import' ? usualName(importPath) : alias;
    if (!/^\w+$/.test(qualifier)) return true;
    if (new RegExp(`(?<![\\w.])${qualifier}\\s*\\.\\s*${name}(?!\\w)`).test(text)) return true;
  }
  return false;
}

/** `controller-runtime` declares the package controllerruntime. */
function usualName(importPath: string): string {
  return importPath.slice(importPath.lastIndexOf('/') + 1).replaceAll('-', '');
}

/** `ctrl.NewManager` or `manager.New` in a file, under whatever names they are imported: the selector expressions. */
export function managerMakers(program: GoProgram, file: GoFile): Node[] {
  return MAKERS.flatMap(([importPath, name]) =>
    tokensNamed(file, name)
      .flatMap((node) => (node.type === 'field_identifier' ? (node.parent ?? []) : []))
      .filter((selector) => madeBy(program, { file, node: selector }) === importPath),
  );
}

function madeBy(program: GoProgram, { file, node }: Located): string | undefined {
  const operand = field(node, 'operand');
  return operand && importOf(program, { file, node: operand });
}

/** The call of a maker; undefined where it is passed on as a value instead. */
export function callOfMaker(maker: Node): Node | undefined {
  const call = maker.parent;
  return call?.type === 'call_expression' && field(call, 'function')?.id === maker.id ? call : undefined;
}
