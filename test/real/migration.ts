import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagCodemod } from '../tools/cli.ts';
import { type CommandResult, run } from '../tools/command.ts';
import { applyDiff, differingPaths, readTree, type Tree } from '../tools/tree.ts';
import { commitAll, git, pendingChanges, type Size, type Subject, sizeOf } from './subject.ts';

/** How the command line answered, before any proof. */
export interface Migration {
  readonly exit: number;
  readonly milliseconds: number;
  readonly status: string;
  /** The report's reason code, and for a refusal the problem's sentence. */
  readonly reason: string;
  readonly entryPoints: readonly string[];
  /** Commands under `next`; anything but `go mod tidy` and `go mod vendor` counts as not migrated. */
  readonly next: readonly string[];
  /** Findings that are more than notes. */
  readonly findings: readonly string[];
  readonly size: Size;
  readonly changedPaths: readonly string[];
  /** Exit ≠ 0 must leave every byte. */
  readonly untouched: boolean;
  readonly idempotent: boolean;
  /** The dry run prints what the run does. */
  readonly dryRunAgrees: boolean;
  readonly report: unknown;
}

/**
 * Migrates the `after` copy and commits the result there. With `instead`, a checkout of what people did by hand is put in the
 * place of the migration, to see how it fares in the same proofs.
 */
export async function migrate(subject: Subject, output: string, instead?: string): Promise<Migration> {
  const first = await (instead === undefined
    ? diagCodemod(['migrate', subject.after, '--format', 'json'])
    : adopt(subject, instead));
  const report = parsed(first.stdout);
  await git(subject.after, 'add', '--all', '--intent-to-add', '--', '.', ':(exclude).diag-codemod');
  const diff = await git(subject.after, 'diff', 'HEAD');
  const size = await sizeOf(subject.after);
  writeFileSync(join(output, `${subject.name}.diff`), diff);
  writeFileSync(join(output, `${subject.name}.stderr`), first.stderr);
  const changedPaths = (await git(subject.after, 'diff', '--name-only', 'HEAD'))
    .split('\n')
    .filter((path) => path !== '');
  await commitAll(subject.after, 'migrated');
  return {
    exit: first.code,
    milliseconds: first.milliseconds,
    status: textAt(report, 'status') || 'no report',
    reason: reasonOf(report) || first.stderr.slice(0, 200),
    entryPoints: recordsAt(report, 'managers').map((manager) => textAt(manager, 'entryPoint')),
    next: recordsAt(report, 'next').map((next) => textAt(next, 'command')),
    findings: recordsAt(report, 'findings')
      .filter((finding) => textAt(finding, 'level') !== 'note')
      .map(
        (finding) => `${textAt(finding, 'rule')} ${textAt(finding, 'path')}: ${textAt(finding, 'message')}`,
      ),
    size,
    changedPaths,
    untouched: changedPaths.length === 0,
    idempotent: first.code !== 0 || instead !== undefined || (await changesNothingAgain(subject)),
    dryRunAgrees: first.code !== 0 || instead !== undefined || (await dryRunAgrees(subject)),
    report,
  };
}

/** Puts a checkout's files over the copy. Its entry points are the root's `main.go`, or the first in cmd/. */
async function adopt(subject: Subject, instead: string): Promise<CommandResult> {
  await git(subject.after, 'rm', '-r', '--quiet', '--force', '--', '.');
  await run('cp', ['-a', `${instead}/.`, subject.after]);
  const entryPoints = ['main.go', 'cmd/main.go', 'manager/main.go'].filter((path) =>
    existsSync(join(subject.after, path)),
  );
  const report = { status: 'by hand', managers: entryPoints.map((entryPoint) => ({ entryPoint })) };
  return { code: 0, stdout: JSON.stringify(report), stderr: '', milliseconds: 0 };
}

async function changesNothingAgain(subject: Subject): Promise<boolean> {
  const second = await diagCodemod(['migrate', subject.after]);
  return second.code === 0 && (await pendingChanges(subject.after)).length === 0;
}

/** Only the files that the two diffs name are compared: a large repository is not read whole. */
async function dryRunAgrees(subject: Subject): Promise<boolean> {
  const dry = await diagCodemod(['migrate', subject.before, '--dry-run']);
  const named = new Set(
    [...dry.stdout.matchAll(/^(?:---|\+\+\+) [ab]\/(.*)$/gm)].map(([, path]) => path ?? ''),
  );
  const wanted = (path: string) => named.has(path);
  const applied = await applyDiff(readTree(subject.before, wanted), dry.stdout).catch(() => undefined);
  if (applied === undefined || (await pendingChanges(subject.before)).length > 0) return false;
  const after = readTree(subject.after, wanted);
  const changed = (await git(subject.after, 'diff', '--name-only', 'HEAD~1', 'HEAD'))
    .split('\n')
    .filter((path) => path !== '');
  return (
    differingPaths(textsOf(applied), textsOf(after)).length === 0 && changed.every((path) => named.has(path))
  );
}

/** git knows only whether a file is executable: a checkout with other modes must not count as a difference. */
function textsOf(tree: Tree): Tree {
  return new Map([...tree].map(([path, content]) => [path, content.slice(content.indexOf(':') + 1)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textAt(value: unknown, key: string): string {
  const found = isRecord(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : '';
}

function reasonOf(report: unknown): string {
  const problem = isRecord(report) ? (report.problem ?? report.error) : undefined;
  return [textAt(report, 'reason') || textAt(problem, 'code'), textAt(problem, 'reason')]
    .filter(Boolean)
    .join(': ');
}

function recordsAt(value: unknown, key: string): readonly unknown[] {
  const found = isRecord(value) ? value[key] : undefined;
  return Array.isArray(found) ? found : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
