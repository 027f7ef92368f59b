import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { planMigration } from '../../src/migration/migration.ts';
import { defaultOptions } from '../../src/migration/options.ts';
import type { FileChange } from '../../src/repository/change-set.ts';
import { memoryRepository } from '../../src/repository/memory-repository.ts';
import { readFixtures } from '../fixtures/fixture.ts';
import type { Random } from '../tools/random.ts';
import { pathsIn } from '../tools/tree.ts';
import { type Kind, kindOf, mutate } from './mutators.ts';

/** A repository, and the files of each kind that its migration edits. */
export interface Subject {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly edited: ReadonlyMap<Kind, readonly string[]>;
}

/** How a mutant fared. */
export interface Trial {
  readonly subject: string;
  readonly path: string;
  readonly kind: Kind;
  readonly mutant: string;
  /** `edited`: the mutated file itself was; `accepted`: others were; else the code of the refusal. */
  readonly outcome: string;
  /** What must not happen. */
  readonly fault: string | undefined;
  /** The Go files that would be written. */
  readonly goFiles: readonly FileChange[];
}

/** The fixtures that migrate with the default options. */
export async function readSubjects(): Promise<readonly Subject[]> {
  const fixtures = readFixtures().filter(
    ({ expectExit, options: given }) => expectExit === 0 && given.length === 0,
  );
  const subjects = await Promise.all(
    fixtures.map(({ name, folder }) => subjectOf(name, join(folder, 'before'))),
  );
  return subjects.filter(({ edited }) => edited.size > 0);
}

async function subjectOf(name: string, folder: string): Promise<Subject> {
  const files = Object.fromEntries(
    pathsIn(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
  const plan = await planMigration(memoryRepository(files), defaultOptions);
  const edited = new Map<Kind, string[]>();
  for (const { path, kind } of plan.changeSet.files) {
    const fileKind = kindOf(path);
    if (fileKind && kind === 'modify') edited.set(fileKind, [...(edited.get(fileKind) ?? []), path]);
  }
  return { name, files, edited };
}

/** Mutates one file of a subject and plans the migration of the result. */
export async function trialOf(subjects: readonly Subject[], kind: Kind, random: Random): Promise<Trial> {
  const subject = random.pick(subjects.filter(({ edited }) => edited.has(kind)));
  const path = random.pick(subject.edited.get(kind) ?? []);
  const mutant = mutate(subject.files[path] ?? '', kind, random);
  const told = { subject: subject.name, path, kind, mutant };
  try {
    return { ...told, ...(await outcomeOf({ ...subject.files, [path]: mutant }, path)) };
  } catch (error) {
    return { ...told, outcome: 'crash', fault: `crash: ${(error as Error).stack}`, goFiles: [] };
  }
}

async function outcomeOf(
  files: Readonly<Record<string, string>>,
  path: string,
): Promise<Pick<Trial, 'outcome' | 'fault' | 'goFiles'>> {
  const repository = memoryRepository(files);
  const plan = await planMigration(repository, defaultOptions);
  const changed = plan.changeSet.files;
  if (plan.status !== 'pending') {
    const fault = plan.reason.startsWith('plan-') ? `${plan.reason}: ${plan.refusals[0]?.reason}` : undefined;
    return { outcome: plan.reason, fault, goFiles: [] };
  }
  const again = await planMigration(repository.overlay(plan.changeSet.result), defaultOptions);
  const stable =
    again.changeSet.files.length === 0 ? undefined : `not idempotent: ${again.changeSet.files[0]?.path}`;
  return {
    outcome: changed.some((file) => file.path === path) ? 'edited' : 'accepted',
    fault: stable ?? changed.map(yamlFault).find((fault) => fault !== undefined),
    goFiles: changed.filter((file) => file.path.endsWith('.go') && file.after !== undefined),
  };
}

/** An output that the parser rejects, though it took the input. */
function yamlFault({ path, before, after }: FileChange): string | undefined {
  if (!/\.ya?ml$/.test(path) || after === undefined) return undefined;
  const [error] = errorsOf(after);
  if (error === undefined || errorsOf(before ?? '').length > 0) return undefined;
  return `${path} is no YAML any more: ${error}`;
}

function errorsOf(text: string): readonly string[] {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' });
  return Array.isArray(documents)
    ? documents.flatMap(({ errors }) => errors.map(({ message }) => message))
    : [];
}
