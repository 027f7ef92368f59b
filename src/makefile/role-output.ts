import { posix } from 'node:path';
import type { RoleOutput } from './generator-call.ts';
import { isExpanded, REPOSITORY_ROOT } from './variables.ts';

/** controller-gen writes each generator's files to `config/<generator>` unless an output rule says otherwise. */
const DEFAULT_FOLDER = 'config/rbac';

/**
 * What the `rbac` generator of a call writes (pkg/genall/options.go, output.go): a rule for it alone
 * (`output:rbac:dir=`) goes before a general one (`output:dir=`).
 *
 * @param options the words of the call, unquoted and expanded.
 * @param directory folder the call runs in; undefined where it is not known.
 */
export function readRoleOutput(
  options: readonly string[],
  directory: string | undefined,
): RoleOutput | undefined {
  const generator = options.find((option) => /^rbac(:|$)/.test(option));
  if (generator === undefined) return undefined;
  const fields = fieldsOf(generator);
  const folder = outputFolder(options, 'output:rbac:') ?? outputFolder(options, 'output:') ?? DEFAULT_FOLDER;
  const name = fields.get('fileName') || 'role.yaml';
  const header = fields.get('headerFile');
  const roleName = fields.get('roleName');
  return {
    roleName: roleName !== undefined && isExpanded(roleName) ? roleName : undefined,
    file: resolveInRepository(directory, folder === '' ? redirection(options) : `${folder}/${name}`),
    headerFile: header ? resolveInRepository(directory, header) : undefined,
    year: fields.get('year') ?? '',
  };
}

/** A path as the call sees it, relative to the repository; undefined when it is not known or outside. */
export function resolveInRepository(
  directory: string | undefined,
  path: string | undefined,
): string | undefined {
  if (path === undefined || !isExpanded(path)) return undefined;
  if (path.startsWith('/')) {
    if (!path.startsWith(REPOSITORY_ROOT)) return undefined;
    return inside(posix.normalize(`.${path.slice(REPOSITORY_ROOT.length)}`));
  }
  return directory === undefined ? undefined : inside(posix.join(directory, path));
}

function inside(path: string): string | undefined {
  return path === '..' || path.startsWith('../') ? undefined : path.replace(/(.)\/$/, '$1');
}

/** The folder that an output rule names, '' for stdout and none, undefined where there is no such rule. */
function outputFolder(options: readonly string[], prefix: string): string | undefined {
  for (const option of options) {
    if (!option.startsWith(prefix)) continue;
    const rule = option.slice(prefix.length);
    const folder = /^dir=(.*)$/.exec(rule)?.[1] ?? /^artifacts:(?:.*,)?config=([^,]*)/.exec(rule)?.[1];
    if (folder !== undefined) return folder;
    if (rule === 'stdout' || rule === 'none') return '';
  }
  return undefined;
}

/** `> role.yaml` behind a call that prints the role, and nothing else, to standard output. */
function redirection(options: readonly string[]): string | undefined {
  const ownRule = options.some((option) => option.startsWith('output:rbac:'));
  if (!ownRule && options.some((option) => OTHER_GENERATOR.test(option))) return undefined;
  const at = options.findIndex((option) => /^1?>(?![>&])/.test(option));
  const target = options[at]?.replace(/^1?>/, '');
  return target === '' ? options[at + 1] : target;
}

const OTHER_GENERATOR = /^(crd|object|webhook|schemapatch|applyconfiguration|deepcopy)(:|$)/;

function fieldsOf(generator: string): Map<string, string> {
  const pairs = generator
    .replace(/^rbac:?/, '')
    .split(',')
    .map((field) => /^(\w+)=["`]?(.*?)["`]?$/.exec(field.trim()));
  return new Map(pairs.flatMap((pair) => (pair ? [[pair[1] ?? '', pair[2] ?? ''] as const] : [])));
}
