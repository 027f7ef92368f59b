import { availableParallelism, totalmem } from 'node:os';
import { delimiter, sep } from 'node:path';
import { ProblemError } from '../../repository/problem.ts';
import { findProgram, goEnvironment, searchPath } from './go-command.ts';
import type { Scratch } from './scratch.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Environments by whom they are for: nothing of ours is inherited that is not listed here. */
export interface Environments {
  /** There is a go outside the repository. */
  readonly hasGo: boolean;
  /** The go command itself, which may fetch modules. */
  readonly fetching: Environment;
  /** Programs that read the repository, and what its Makefile prints: modules come from the cache alone. */
  readonly offline: Environment;
  /** What `--env` names, for the repository's own program. */
  readonly named: Environment;
}

/** One compiler needs up to a gigabyte for the packages of a Kubernetes client. */
const BYTES_FOR_A_COMPILER = 1.5 * 1024 ** 3;

/** How many programs may run at once: bounded by cores and by memory. */
export function concurrency(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / BYTES_FOR_A_COMPILER)));
}

/**
 * The environments of a run. `names` are variables of ours that the user passes on, one by one.
 * Throws a usage problem for a name that is not set.
 */
export async function makeEnvironments(
  root: string,
  scratch: Scratch,
  names: readonly string[],
): Promise<Environments> {
  const named = Object.fromEntries(names.map((name) => [name, namedVariable(name)]));
  const go = findProgram('go', root);
  const environment = await goEnvironment(go, scratch.home);
  const common = { PATH: ownPath(root), GOFLAGS: goFlags(''), ...named };
  return {
    named,
    hasGo: go !== undefined,
    fetching: { ...environment, ...common },
    offline: { ...withoutNetwork(environment), ...common, GOPROXY: 'off' },
  };
}

/** GOFLAGS for commands in one module; `mode` is `-mod=…` or nothing. */
export function goFlags(mode: string): string {
  return ['-buildvcs=false', `-p=${concurrency()}`, mode].filter((flag) => flag !== '').join(' ');
}

function namedVariable(name: string): string {
  const value = process.env[name];
  if (value !== undefined && /^[A-Za-z_]\w*$/.test(name)) return value;
  throw new ProblemError('usage', {
    code: 'unset-variable',
    reason: `--env ${JSON.stringify(name)} names a variable that is not set`,
    hint: 'Name a variable of your environment, without its value.',
  });
}

/** The PATH without folders of the repository: what it brings is not run by its name. */
function ownPath(root: string): string {
  return searchPath()
    .filter((folder) => folder !== root && !folder.startsWith(root + sep))
    .join(delimiter);
}

function withoutNetwork(environment: Environment): Environment {
  const entries = Object.entries(environment);
  return Object.fromEntries(entries.filter(([name]) => !/proxy|NETRC|GOAUTH|SSL_CERT/i.test(name)));
}
