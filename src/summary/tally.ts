import { STATUSES, type Status } from '../reports/report.ts';
import type { Entry } from './entry.ts';

/** Runs that ended alike. */
export interface Group {
  readonly status: Status;
  readonly reason: string;
  readonly count: number;
  /** The first five. */
  readonly repositories: readonly string[];
}

/** One run, as lists name it. */
export interface NamedRun {
  readonly repository: string;
  readonly status: Status;
}

/** A line that is no report. */
export interface BadLine {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** A list of which only the first are kept: memory is bounded, whatever comes in. */
export interface Shortened<T> {
  readonly count: number;
  readonly first: readonly T[];
}

/** What many runs came to. */
export interface Summary {
  readonly runs: number;
  readonly statuses: Readonly<Record<Status, number>>;
  /** What needs a person first, then by count. */
  readonly groups: readonly Group[];
  /** Sum over the runs that measured. */
  readonly durationMs: number;
  readonly slowest: readonly (NamedRun & { readonly durationMs: number })[];
  readonly pullRequests: Shortened<NamedRun & { readonly url: string }>;
  readonly badLines: Shortened<BadLine>;
}

/** Statuses that somebody must look at, the worst first. */
export const NEEDS_A_PERSON: readonly Status[] = ['failed', 'conflict', 'refused', 'pending'];

const MAX_SLOWEST = 10;
const MAX_EXAMPLES = 5;
const MAX_LISTED = 1000;
/** Ours are some two hundred; a file that somebody made up could have any number. */
const MAX_GROUPS = 1000;

/** Adds up runs one by one. */
export interface Tally {
  readonly add: (entry: Entry) => void;
  readonly addBadLine: (line: BadLine) => void;
  readonly summary: () => Summary;
}

export function makeTally(): Tally {
  const groups = new Map<string, Group>();
  const pullRequests = shortList<NamedRun & { readonly url: string }>();
  const badLines = shortList<BadLine>();
  const statuses = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  let slowest: Summary['slowest'] = [];
  let durationMs = 0;
  const add = (entry: Entry) => {
    const named = { repository: entry.repository ?? '(no repository)', status: entry.status };
    statuses[entry.status] += 1;
    addToGroup(groups, entry, named.repository);
    if (entry.pullRequest !== undefined) pullRequests.add({ ...named, url: entry.pullRequest });
    if (entry.durationMs === undefined) return;
    durationMs += entry.durationMs;
    slowest = slowestWith(slowest, { ...named, durationMs: entry.durationMs });
  };
  const summary = () => ({
    runs: Object.values(statuses).reduce((sum, count) => sum + count, 0),
    statuses,
    groups: [...groups.values()].sort(byUrgency),
    durationMs,
    slowest,
    pullRequests: pullRequests.value(),
    badLines: badLines.value(),
  });
  return { add, addBadLine: badLines.add, summary };
}

function shortList<T>(): { add: (item: T) => void; value: () => Shortened<T> } {
  const first: T[] = [];
  let count = 0;
  const add = (item: T) => {
    count += 1;
    if (first.length < MAX_LISTED) first.push(item);
  };
  return { add, value: () => ({ count, first }) };
}

function addToGroup(groups: Map<string, Group>, { status, reason }: Entry, repository: string): void {
  const known = groups.has(`${status} ${reason}`) || groups.size < MAX_GROUPS;
  const named = known ? reason : 'other-reasons';
  const group = groups.get(`${status} ${named}`) ?? { status, reason: named, count: 0, repositories: [] };
  const isExample = group.repositories.length < MAX_EXAMPLES;
  const repositories = isExample ? [...group.repositories, repository] : group.repositories;
  groups.set(`${status} ${named}`, { ...group, count: group.count + 1, repositories });
}

function slowestWith(slowest: Summary['slowest'], run: Summary['slowest'][number]): Summary['slowest'] {
  const last = slowest.at(-1);
  if (slowest.length === MAX_SLOWEST && last && last.durationMs >= run.durationMs) return slowest;
  return [...slowest, run].sort((one, other) => other.durationMs - one.durationMs).slice(0, MAX_SLOWEST);
}

function byUrgency(one: Group, other: Group): number {
  const order = urgencyOf(one.status) - urgencyOf(other.status) || other.count - one.count;
  return order === 0 ? (one.reason < other.reason ? -1 : 1) : order;
}

function urgencyOf(status: Status): number {
  const at = NEEDS_A_PERSON.indexOf(status);
  return at === -1 ? NEEDS_A_PERSON.length + STATUSES.indexOf(status) : at;
}
