import { posix } from 'node:path';
import type { Call } from '../faults/strace.ts';

/** What is not on disk yet at a moment of a run: bytes of files, and names in folders. */
interface Volatile {
  readonly bytes: Set<string>;
  /** Paths whose names came or went. */
  readonly names: Set<string>;
}

const STATE = '.diag-codemod';
const JOURNAL = `${STATE}/journal`;
const COMMIT = `${JOURNAL}/COMMIT`;

/**
 * Follows the calls of a run below `root` and answers every place where a loss of power could mix old and new
 * (design §8): a target that changes before the journal is on disk; a mark set or taken away before what it speaks of
 * is on disk; a mark that is not on disk itself when the next step is taken. Empty for a run in order.
 */
export function orderFaults(calls: readonly Call[], root: string): readonly string[] {
  const faults: string[] = [];
  const waiting: Volatile = { bytes: new Set(), names: new Set() };
  const folders = new Map<string, string>();
  for (const { line } of calls) {
    const step = stepOf(line, folders, root);
    if (!step) continue;
    for (const need of needsOf(step)) {
      for (const missing of missingFor(need, waiting)) faults.push(`${step.what}: ${missing} is not on disk`);
    }
    take(step, waiting);
  }
  return faults;
}

/** What a call does, in paths relative to the repository: bytes written, a file or folder synced, names that come and go. */
interface Step {
  readonly what: string;
  readonly written?: string;
  readonly synced?: string;
  readonly came: readonly string[];
  readonly gone: readonly string[];
}

function stepOf(line: string, folders: Map<string, string>, root: string): Step | undefined {
  const opened = /^openat\(.*\)\s+= (\d+)<([^>]*)>$/.exec(line);
  if (opened?.[1] && opened[2] !== undefined) folders.set(opened[1], opened[2]);
  const [, call = '', path = ''] =
    /^(write|pwrite64|fchmod|fsync)\(\d+<([^>]*)>.*\)\s+= \d+$/.exec(line) ?? [];
  const [below] = inside([path], root);
  if (call === 'fsync' && below !== undefined) return { what: line, synced: below, came: [], gone: [] };
  if (below !== undefined) return { what: line, written: below, came: [], gone: [] };
  return namesOf(line, folders, root);
}

function namesOf(line: string, folders: ReadonlyMap<string, string>, root: string): Step | undefined {
  const [, call = ''] = /^(openat|rename|link|unlink|mkdir|rmdir)\(.*\)\s+= \d+(?:<.*)?$/.exec(line) ?? [];
  if (call === '' || (call === 'openat' && !line.includes('O_CREAT'))) return undefined;
  const full = [...line.matchAll(/"([^"]*)"/g)].map(([, path = '']) => resolved(path, folders));
  const [from = '', to = ''] = inside(full, root);
  const what = `${call} ${[from, to].filter((path) => path !== '').join(' → ')}`;
  if (call === 'unlink' || call === 'rmdir') return { what, came: [], gone: [from] };
  if (call === 'link') return { what, came: [to], gone: [] };
  // A rename is one step of the file system's own journal: a name that moves to a target has gone when it is there.
  if (call === 'rename') return { what, came: [to], gone: isState(to) ? [from] : [] };
  return { what, came: [from], gone: [] };
}

/** `/proc/self/fd/19/a.txt` is a name in the folder that descriptor 19 holds open. */
function resolved(path: string, folders: ReadonlyMap<string, string>): string {
  return path.replace(/^\/proc\/self\/fd\/(\d+)/, (whole, descriptor) => folders.get(descriptor) ?? whole);
}

function inside(full: readonly string[], root: string): readonly string[] {
  return full.flatMap((path) =>
    path === root ? [''] : path.startsWith(`${root}/`) ? [path.slice(root.length + 1)] : [],
  );
}

/** What must be on disk before a step. */
function needsOf({ came, gone }: Step): readonly ('journal' | 'targets')[] {
  const ofTarget = [...came, ...gone].some((path) => !isState(path));
  // Done, or taken back: the mark goes.
  if (gone.includes(COMMIT)) return ['targets'];
  return ofTarget || came.includes(COMMIT) || gone.includes(JOURNAL) ? ['journal'] : [];
}

function isState(path: string): boolean {
  return path === STATE || path.startsWith(`${STATE}/`);
}

/** Names that tell a journal from none, and a finished one from another. */
function isOfJournal(path: string): boolean {
  return path === STATE || path === JOURNAL || path.startsWith(`${JOURNAL}/`);
}

function missingFor(need: 'journal' | 'targets', { bytes, names }: Volatile): readonly string[] {
  const counts = need === 'journal' ? isOfJournal : (path: string) => !isState(path);
  return [
    ...[...bytes].map((path) => [path, 'content'] as const),
    ...[...names].map((path) => [path, 'name'] as const),
  ]
    .filter(([path]) => counts(path))
    .map(([path, what]) => `the ${what} of ${path}`);
}

function take({ written, synced, came, gone }: Step, { bytes, names }: Volatile): void {
  if (written !== undefined) bytes.add(written);
  if (synced !== undefined) {
    bytes.delete(synced);
    for (const path of names) if (parentOf(path) === synced) names.delete(path);
  }
  for (const path of came) names.add(path);
  // What goes from the journal with its mark there is still whole without it.
  for (const path of gone) if (!isOfJournal(path) || path === COMMIT) names.add(path);
}

function parentOf(path: string): string {
  return posix.dirname(path) === '.' ? '' : posix.dirname(path);
}
