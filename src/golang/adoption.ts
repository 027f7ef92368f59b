import { filesOfBinary } from './binary.ts';
import type { Adoption } from './manager-source.ts';
import { field, type Located, tokensNamed, within } from './node.ts';
import type { GoProgram } from './program.ts';
import type { GoFile, Node } from './syntax.ts';
import type { Trace } from './trace.ts';
import { importOf } from './types.ts';

export const CAPI_FLAGS = 'sigs.k8s.io/cluster-api/util/flags';
export const METRICS_FILTERS = 'sigs.k8s.io/controller-runtime/pkg/metrics/filters';

/**
 * What a manager registers and uses already. Registered alone is not adopted: the address that still comes from an
 * own flag or constant would leave the endpoint as it was.
 */
export function adoptionOf(program: GoProgram, reached: readonly Located[], trace: Trace): Adoption {
  const isElsewhere = ['flag', 'constant', 'zero'].includes(trace.origin.kind);
  if (isElsewhere && !secured(program, reached)) return 'none';
  const calls = (name: string) => callsOfPackage(program, reached, CAPI_FLAGS, name).length > 0;
  const registers = (name: string) => registrationsWith(program, reached, name).length > 0;
  if (calls('GetManagerOptions') && registers('AddManagerOptions')) return 'manager-options';
  if (calls('GetDiagnosticsOptions') && registers('AddDiagnosticsOptions')) return 'diagnostics-options';
  return secured(program, reached) ? 'metrics-filters' : 'none';
}

function secured(program: GoProgram, reached: readonly Located[]): boolean {
  return callsOfPackage(program, reached, METRICS_FILTERS, 'WithAuthenticationAndAuthorization').length > 0;
}

/**
 * Mentions of a function of `util/flags` that registers flags: in the functions that run, else anywhere in the binary. A package
 * that only keeps options has methods that names alone do not lead to.
 */
export function registrationsWith(program: GoProgram, reached: readonly Located[], name: string): Located[] {
  const own = callsOfPackage(program, reached, CAPI_FLAGS, name);
  const [main] = reached;
  if (own.length > 0 || !main) return own;
  const paths = filesOfBinary(program, main.file.path).filter(
    (path) => program.importsOf(path).includes(CAPI_FLAGS) && program.text(path).includes(`.${name}(`),
  );
  return paths
    .flatMap((path) => program.file(path) ?? [])
    .flatMap((file) => selectors(program, file, CAPI_FLAGS, name).map((node) => ({ file, node })));
}

/** Mentions of `alias.Name` of a package within the functions that run: the selector expressions. */
export function callsOfPackage(
  program: GoProgram,
  reached: readonly Located[],
  importPath: string,
  name: string,
): Located[] {
  const files = new Set(reached.map(({ file }) => file));
  return [...files].flatMap((file) =>
    selectors(program, file, importPath, name)
      .filter((node) => reached.some((one) => one.file === file && within(node, one.node)))
      .map((node) => ({ file, node })),
  );
}

function selectors(program: GoProgram, file: GoFile, importPath: string, name: string): Node[] {
  return tokensNamed(file, name).flatMap((node) => {
    const operand = node.type === 'field_identifier' ? field(node.parent, 'operand') : undefined;
    const isOf = operand !== undefined && importOf(program, { file, node: operand }) === importPath;
    return isOf && node.parent ? [node.parent] : [];
  });
}
