import { mkdirSync, realpathSync, rmdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { planFolder } from '../metrics-proxy/folder.ts';
import { generateProxy } from '../metrics-proxy/generate.ts';
import { type ProxyOptions, type ProxySettings, settleProxy } from '../metrics-proxy/settings.ts';
import { makeReport, type Report, reportedChange } from '../reports/report.ts';
import type { ChangeSet } from '../repository/change-set.ts';
import { openRepository } from '../repository/open.ts';
import { applyChangeSet } from '../repository/transaction.ts';
import type { OptionValues } from './command-line.ts';
import { readConfigAt } from './config.ts';
import type { CommandContext, Outcome } from './outcome.ts';
import { proxyOptions } from './proxy-options.ts';
import { usageProblem } from './usage.ts';

/** Where the files go when nothing is said. */
const DEFAULT_FOLDER = 'metrics-proxy';

/** `diag-codemod metrics-proxy [--output DIR]`: manifests for system components, and the page that explains them. */
export function metricsProxy(values: OptionValues, context: CommandContext): Outcome {
  const config = readConfigAt('.', values.config as string | undefined).metricsProxy ?? {};
  const settings = settleProxy(proxyOptions(values, config as ProxyOptions));
  const path = resolve(String(values.output ?? DEFAULT_FOLDER));
  return inFolder(path, (root) => {
    const folder = openRepository(root);
    const changeSet = planFolder(folder, generateProxy(settings), values.force === true);
    applyChangeSet(folder, changeSet);
    if (changeSet.files.length > 0) context.committed();
    return { exitCode: 0, report: reportOf(context, root, settings, changeSet) };
  });
}

/** A folder that was made for nothing goes again. */
function inFolder(path: string, use: (root: string) => Outcome): Outcome {
  const made = makeFolder(path);
  try {
    return use(realpathSync(path));
  } catch (error) {
    if (made !== undefined) removeEmpty(path, made);
    throw error;
  }
}

/** The first folder that had to be made; undefined when it was there. */
function makeFolder(path: string): string | undefined {
  try {
    const made = mkdirSync(path, { recursive: true });
    if (statSync(path).isDirectory()) return made;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' && code !== 'ENOTDIR') throw error;
  }
  throw usageProblem(
    'wrong-value',
    `--output ${path} is no folder`,
    'Give a folder, or a name that is free.',
  );
}

function removeEmpty(path: string, first: string): void {
  try {
    for (let at = path; at.startsWith(first); at = resolve(at, '..')) rmdirSync(at);
  } catch {
    // Something is in it by now: it stays.
  }
}

function reportOf(
  { run }: CommandContext,
  root: string,
  settings: ProxySettings,
  { files }: ChangeSet,
): Report {
  const names = settings.components.map(({ name }) => name).join(', ');
  const done = files.length > 0;
  return makeReport(
    { ...run, repository: root },
    {
      status: done ? 'migrated' : 'up-to-date',
      reason: done ? 'manifests-written' : 'manifests-up-to-date',
      summary: `manifests that expose ${names} in ${root}`,
      changes: files.map(reportedChange),
      next: done ? [{ command: 'kubectl apply -k .', directory: root, reason: NEXT }] : [],
    },
  );
}

const NEXT = 'after a look at the files; expose-metrics.md explains them and says how to verify the result';
