import { STATUSES, type Status } from '../reports/report.ts';

/** What a summary takes from the line of one run. */
export interface Entry {
  /** Null when the command line of the run named none. */
  readonly repository: string | null;
  readonly status: Status;
  readonly reason: string;
  /** Undefined in lines of versions that did not measure. */
  readonly durationMs: number | undefined;
  /** URL of the pull request that the run opened or updated. */
  readonly pullRequest: string | undefined;
}

/** Reads the JSON of one run. Throws an `Error` whose message says what is wrong with it. */
export function readEntry(json: string): Entry {
  const value = fieldsOf(parsed(json));
  if (value.schema !== 1) throw new Error(`no report of schema 1: its schema is ${shown(value.schema)}`);
  return {
    repository: repositoryOf(value.repository),
    status: statusOf(value.status),
    reason: reasonOf(value.reason),
    durationMs: durationOf(value.durationMs),
    pullRequest: pullRequestOf(value.pullRequest),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    // Node quotes a part of the text, which may be long.
    const [message = ''] = (error as Error).message.split(', "');
    throw new Error(`no JSON: ${message.slice(0, 120)}`);
  }
}

function fieldsOf(value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new Error('JSON, but no object');
}

function repositoryOf(value: unknown): string | null {
  if (typeof value === 'string' || value === null) return value;
  throw new Error(`its repository is no path: ${shown(value)}`);
}

function statusOf(value: unknown): Status {
  const status = STATUSES.find((known) => known === value);
  if (status) return status;
  throw new Error(`its status is none that this version knows: ${shown(value)}`);
}

function reasonOf(value: unknown): string {
  if (typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,79}$/.test(value)) return value;
  throw new Error(`its reason is no code: ${shown(value)}`);
}

function durationOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new Error(`its duration is no number of milliseconds: ${shown(value)}`);
}

function pullRequestOf(value: unknown): string | undefined {
  const { url } = typeof value === 'object' && value !== null ? (value as Fields) : {};
  return typeof url === 'string' && url !== '' ? url : undefined;
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60);
}
