import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gofmtWouldChange, goVet, packageOf } from '../tools/proofs.ts';
import { pathOf } from '../tools/required.ts';
import { pathsIn } from '../tools/tree.ts';
import { typechecker } from '../tools/typecheck.ts';
import { type Charts, renderCharts } from './charts.ts';
import { builtFlagComplaints, unknownFlags } from './flags.ts';
import { type Regenerated, regenerate } from './generator.ts';
import { type Migration, migrate } from './migration.ts';
import { newErrors, REAL_GO, type Tidied, tidy, typeErrors } from './modules.ts';
import { type Overlays, type RenderedManager, renderOverlays } from './overlays.ts';
import { commitAll, copySubject, type Subject } from './subject.ts';

/** All that was found out about one checkout; written as JSON. */
interface Outcome {
  readonly name: string;
  readonly migration?: Migration;
  readonly tidied?: Tidied;
  readonly overlays?: Overlays;
  readonly charts?: Charts;
  readonly regenerated?: Regenerated;
  readonly newTypeErrors?: readonly string[];
  readonly typeErrorsBefore?: number;
  readonly gofmt?: readonly string[];
  readonly vet?: readonly string[];
  readonly unknownFlags?: readonly string[];
  readonly flagComplaints?: readonly string[];
  readonly leftOver?: readonly string[];
  readonly error?: string;
}

const HEADER = [
  [
    'repository',
    'exit',
    'status',
    'type-checks',
    'gofmt',
    'vet',
    'regenerates',
    'renders',
    'charts',
    'scraped',
    'reviews',
    'flags',
  ],
  ['go.mod', 'again', 'dry run', 'next', 'findings', 'files', 'lines', 'ms'],
].flat();

/**
 * `--output FOLDER`, `--build` for full builds, `--fast` for nothing that needs Go, `--instead FOLDER` to prove a checkout of
 * what people did by hand, then checkouts. Exit code 1 when any row has a fault.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: {
      output: { type: 'string' },
      instead: { type: 'string' },
      build: { type: 'boolean' },
      fast: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  const output = resolve(values.output ?? join(tmpdir(), `diag-codemod-real-${process.pid}`));
  mkdirSync(output, { recursive: true });
  keepBuild(output);
  const rows = [row(HEADER), row(HEADER.map(() => '---'))];
  console.log(rows.join('\n'));
  let faulty = false;
  for (const checkout of positionals) {
    const outcome = await prove(resolve(checkout), output, values);
    writeFileSync(join(output, `${outcome.name}.json`), JSON.stringify(outcome, undefined, 2));
    const cells = cellsOf(outcome);
    faulty ||= cells.some((cell) => /[A-Z]{4}/.test(cell));
    rows.push(row(cells));
    console.log(rows.at(-1));
  }
  writeFileSync(join(output, 'table.md'), `${rows.join('\n')}\n`);
  console.error(`details: ${output}`);
  return faulty ? 1 : 0;
}

/** A run takes long: it must not notice when dist/ is built again meanwhile. */
function keepBuild(output: string): void {
  const copy = join(output, 'dist');
  rmSync(copy, { recursive: true, force: true });
  cpSync(fileURLToPath(new URL('../../dist/', import.meta.url)), copy, { recursive: true });
  process.env.DIAG_CODEMOD_CLI = join(copy, 'cli.js');
}

interface Options {
  readonly build?: boolean;
  readonly fast?: boolean;
  readonly instead?: string;
}

async function prove(checkout: string, output: string, options: Options): Promise<Outcome> {
  let outcome: Outcome = { name: checkout.split('/').at(-1) ?? checkout };
  try {
    const subject = await copySubject(checkout, output);
    const migration = await migrate(subject, output, options.instead);
    outcome = { ...outcome, migration };
    if (migration.exit !== 0 || migration.untouched) return outcome;
    outcome = {
      ...outcome,
      leftOver: leftOverMentions(subject),
      overlays: await renderOverlays(subject, migration.changedPaths),
    };
    outcome = { ...outcome, charts: await renderCharts(subject, migration.changedPaths) };
    outcome = { ...outcome, unknownFlags: newUnknownFlags(subject, managersIn(outcome)) };
    if (options.fast === true) return outcome;
    outcome = { ...outcome, ...(await proveGo(subject, migration, output)) };
    outcome = { ...outcome, regenerated: await regenerate(subject) };
    return options.build === true
      ? { ...outcome, ...(await proveBuilt(subject, migration, outcome)) }
      : outcome;
  } catch (error) {
    return { ...outcome, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function proveGo(subject: Subject, migration: Migration, output: string): Promise<Partial<Outcome>> {
  const goFiles = migration.changedPaths.filter((path) => path.endsWith('.go'));
  const dirtyBefore = await gofmtWouldChange(subject.before, goFiles);
  const gofmt = (await gofmtWouldChange(subject.after, goFiles)).filter(
    (path) => !dirtyBefore.includes(path),
  );
  const standIns = join(output, 'stand-ins');
  const untidy = await tidy(subject.before, standIns);
  const tidied = await tidy(subject.after, standIns);
  const directChanges = tidied.directChanges.filter((line) => !untidy.directChanges.includes(line));
  await commitAll(subject.before, 'tidied');
  await commitAll(subject.after, 'tidied');
  const tool = pathOf(await typechecker());
  const before = await typeErrors(tool, subject.before, migration.entryPoints);
  const after = await typeErrors(tool, subject.after, migration.entryPoints);
  return {
    gofmt,
    tidied: { ...tidied, directChanges },
    typeErrorsBefore: before.length,
    newTypeErrors: newErrors(before, after),
  };
}

async function proveBuilt(
  subject: Subject,
  migration: Migration,
  outcome: Outcome,
): Promise<Partial<Outcome>> {
  const managers = managersIn(outcome);
  const complaints = await builtFlagComplaints(subject, migration.entryPoints, managers);
  const patterns = migration.changedPaths.filter((path) => path.endsWith('.go')).map(packageOf);
  const complaintsOf = async (root: string) =>
    (await goVet(root, [...new Set(patterns)], REAL_GO)).stderr
      .split('\n')
      .filter((line) => /\.go:\d+/.test(line));
  const after = await complaintsOf(subject.after);
  const vet = after.length === 0 ? [] : newErrors(await complaintsOf(subject.before), after);
  return { flagComplaints: complaints, vet };
}

function managersIn({ overlays, charts }: Outcome): readonly RenderedManager[] {
  return [...(overlays?.managers ?? []), ...(charts?.managers ?? [])];
}

function newUnknownFlags(subject: Subject, all: readonly RenderedManager[]): readonly string[] {
  const managers = all.filter(({ container }) => container !== 'kube-rbac-proxy');
  const before = unknownFlags(subject.before, managers);
  return unknownFlags(subject.after, managers).filter(
    (name) => !before.includes(name) || /metrics|diagnostics/.test(name),
  );
}

const OLD_NAMES = /metrics-(?:bind-)?addr(?:ess)?\b|kube-rbac-proxy/;

/** For the eye: where an old flag or the proxy is still spoken of. */
function leftOverMentions(subject: Subject): readonly string[] {
  return pathsIn(subject.after)
    .filter(
      (path) =>
        /\.(?:ya?ml|tpl|go|mk|sh|py|json|md)$|Makefile$|Tiltfile$/.test(path) && !path.startsWith('vendor/'),
    )
    .filter((path) => OLD_NAMES.test(readFileSync(join(subject.after, path), 'utf8')));
}

function cellsOf(outcome: Outcome): readonly string[] {
  const { migration, overlays, tidied } = outcome;
  if (migration === undefined) return [outcome.name, `ERROR: ${outcome.error?.split('\n')[0]}`];
  const reason = migration.exit === 0 ? '' : `: ${migration.reason}`;
  const status = `${migration.status}${reason}${migration.exit !== 0 && !migration.untouched ? ' WRITTEN' : ''}`;
  const answer = [outcome.name, String(migration.exit), status.replaceAll(/[|\n]/g, ' ').slice(0, 140)];
  if (migration.exit !== 0 || migration.untouched)
    return [...answer, ...Array(16).fill(''), String(migration.milliseconds)];
  const unbound = managersIn(outcome).filter(({ missingReviews }) => missingReviews.length > 0);
  const wrongFlags = [...(outcome.unknownFlags ?? []), ...(outcome.flagComplaints ?? [])];
  const broken = overlays?.broken ?? [];
  return [
    ...answer,
    outcome.error === undefined ? faults(outcome.newTypeErrors) : `ERROR: ${outcome.error.split('\n')[0]}`,
    faults(outcome.gofmt),
    faults(outcome.vet),
    outcome.regenerated?.verdict ?? '–',
    broken.length > 0
      ? `BROKEN ${broken.length}`
      : `${overlays?.rendered ?? 0} yes, ${overlays?.failedBefore ?? 0} never did`,
    chartsCell(outcome.charts),
    faults(overlays?.lostScrapes),
    unbound.length > 0 ? `MISSING ${unbound.length}` : 'yes',
    `${faults(wrongFlags)}${outcome.flagComplaints === undefined ? ' (static)' : ''}`,
    tidied === undefined ? '–' : tidiedCell(tidied),
    migration.idempotent ? 'yes' : 'CHANGES',
    migration.dryRunAgrees ? 'yes' : 'DIFFERS',
    migration.next.some((command) => !/^(?:go mod (?:tidy|vendor)|make bundle)$/.test(command))
      ? `LEFT ${migration.next}`
      : migration.next.join(', '),
    String(migration.findings.length),
    String(migration.size.files),
    `+${migration.size.added} −${migration.size.removed}`,
    String(migration.milliseconds),
  ];
}

function chartsCell(charts: Charts | undefined): string {
  if (charts === undefined || charts.rendered + charts.failedBefore + charts.broken.length === 0) return '–';
  if (charts.broken.length > 0) return `BROKEN ${charts.broken.length}`;
  return `${charts.rendered} yes, ${charts.failedBefore} never did`;
}

function tidiedCell(tidied: Tidied): string {
  const standIns = tidied.standIns.length > 0 ? ` (${tidied.standIns.length} stand-ins)` : '';
  if (tidied.code !== 0) return `FAILED${standIns}`;
  return (tidied.directChanges.length > 0 ? `direct: ${tidied.directChanges.join(', ')}` : 'yes') + standIns;
}

function faults(list: readonly unknown[] | undefined): string {
  if (list === undefined) return '–';
  return list.length === 0 ? 'yes' : `WRONG ${list.length}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
