import { join, posix } from 'node:path';
import { surveyModules } from '../golang/go-mod.ts';
import { workspaceOf } from '../golang/go-work.ts';
import { findGo, type GoCommand, runGo } from '../proofs/tools/go-command.ts';
import { copyTree, type Scratch, withScratch } from '../proofs/tools/scratch.ts';
import { buildChangeSet, type ChangeSet } from '../repository/change-set.ts';
import type { Repository } from '../repository/repository.ts';
import { filesOf, type MigrationPlan } from './migration.ts';
import type { NextCommand } from './step.ts';
import { tidiedFiles } from './tidy-files.ts';

/** What `--tidy` runs; anything else under `next` stays for the user. */
const COMMANDS = ['go mod tidy', 'go mod vendor', 'go work vendor'];

/** Go needs the sources and its own files, and vendor/ whole. */
const NEEDED = /(\.go|(^|\/)go\.(mod|sum|work|work\.sum))$|(^|\/)vendor\//;

/**
 * Runs the plan's `go mod tidy` and `go mod vendor` on a scratch copy and takes what they change into the same change set. The
 * repository is only read.
 *
 * Throws the usage problem `go-missing`, and the `io` problems `tidy-failed` (in Go's words) and `tidy-not-text`.
 */
export async function tidyPlan(plan: MigrationPlan, repository: Repository): Promise<MigrationPlan> {
  const commands = plan.next.filter(({ command }) => COMMANDS.includes(command));
  if (commands.length === 0) return plan;
  const changeSet = await withScratch('tidy', async (scratch) => {
    copyTree(repository, plan.changeSet.result, scratch.tree, (path) => NEEDED.test(path));
    const go = await findGo(repository.root, scratch.home);
    const after = repository.overlay(plan.changeSet.result);
    for (const command of commands) await runCommand(go, after, scratch, command);
    return merged(repository, plan.changeSet, scratch, commands);
  });
  return {
    ...plan,
    changeSet,
    summary: plan.summary.replace(filesOf(plan.changeSet), filesOf(changeSet)),
    next: plan.next.filter((command) => !commands.includes(command)),
  };
}

async function runCommand(
  go: GoCommand,
  repository: Repository,
  scratch: Scratch,
  { command, directory }: NextCommand,
): Promise<void> {
  const module = surveyModules(repository).find((one) => one.directory === directory);
  // In a workspace Go refuses -mod=mod.
  const goFlags =
    module && workspaceOf(repository, module) === undefined && command !== 'go work vendor' ? '-mod=mod' : '';
  const place = { directory: join(scratch.tree, directory), scratch: scratch.tree, goFlags };
  await runGo(go, command.split(' ').slice(1), place);
}

/** The change set with the tidied files in it; all others stay as they were planned. */
function merged(
  repository: Repository,
  planned: ChangeSet,
  scratch: Scratch,
  commands: readonly NextCommand[],
): ChangeSet {
  const folders = [...new Set(commands.map(({ directory }) => posix.normalize(directory)))];
  const tidied = tidiedFiles(repository, scratch.tree, folders);
  const own = buildChangeSet(repository, tidied.changes);
  const kept = planned.files.filter(({ path }) => !tidied.looked.has(path));
  const files = own.files.map((file) => {
    const before = planned.files.find(({ path }) => path === file.path);
    return { ...file, reasons: [...new Set([...(before?.reasons ?? []), ...file.reasons])] };
  });
  return {
    files: [...kept, ...files].sort((a, b) => (a.path < b.path ? -1 : 1)),
    result: new Map([...[...planned.result].filter(([path]) => !tidied.looked.has(path)), ...own.result]),
  };
}
