import { statSync } from 'node:fs';
import { join } from 'node:path';
import { loadGoGrammar } from '../golang/syntax.ts';
import type { Repository } from '../repository/repository.ts';
import type { SourceFile } from '../repository/source-file.ts';
import type { Evidence, ProofId } from './evidence.ts';
import { type EvidenceCache, evidenceCache, fingerprintOf, noCache } from './evidence-cache.ts';
import { excusable, excuseOld } from './excuse.ts';
import { makeSubject, type SubjectParts } from './make-subject.ts';
import { proofs } from './proofs.ts';
import { redacted } from './redact.ts';
import { required, runProofs } from './run-proofs.ts';
import type { Subject } from './subject.ts';
import { makeEnvironments } from './tools/environment.ts';
import { findProgram } from './tools/go-command.ts';
import { goVersion } from './tools/go-run.ts';
import { withScratch } from './tools/scratch.ts';

/** What the user asked for. */
export interface VerifyOptions {
  readonly live: boolean;
  readonly build: boolean;
  /** Proofs that must not be skipped. */
  readonly require: ReadonlySet<ProofId>;
  /** Variables of ours that are passed on. */
  readonly env: readonly string[];
  readonly cache: boolean;
  /** The version of this tool: another one may judge otherwise. */
  readonly toolVersion: string;
  /** Told in a few words what is going on, and with the empty text that nothing is any more. */
  readonly progress: (text: string) => void;
  /** Which of the managers that are found are proved. */
  readonly choose: <Manager extends { readonly entryPoint: string }>(
    managers: readonly Manager[],
  ) => readonly Manager[];
}

type Files = ReadonlyMap<string, SourceFile | undefined>;

/** A repository to prove, and what a migration does to it. */
export interface VerifyInput {
  readonly repository: Repository;
  /** What a migration that is not written yet would leave. */
  readonly planned?: {
    readonly changes: ReadonlyMap<string, SourceFile | undefined>;
    readonly announcesTidy: boolean;
  };
  /** The files that the last migration changed, as they were before it. */
  readonly earlier?: ReadonlyMap<string, SourceFile | undefined>;
}

/**
 * Proves a repository on a scratch copy; the repository itself is only read. Runs its code: its Makefile's recipes as make prints
 * them, and with `build` or `live` its compiled managers.
 * Throws a usage problem for a variable that is not set.
 */
export async function verifyRepository(
  input: VerifyInput,
  options: VerifyOptions,
): Promise<readonly Evidence[]> {
  await loadGoGrammar();
  return withScratch('verify', async (scratch) => {
    const environments = await makeEnvironments(input.repository.root, scratch, options.env);
    const before = beforeOf(input);
    const make = (changes: Files, root: string, parts: Pick<SubjectParts, 'isMigration' | 'before'>) =>
      makeSubject({
        ...{ repository: input.repository, changes, environments, ...parts },
        scratch: { ...scratch, root, tree: join(root, 'tree') },
        tidyIsAnnounced: input.planned?.announcesTidy ?? false,
        choose: options.choose,
        progress: options.progress,
      });
    const makeBefore = () =>
      before && make(before, join(scratch.root, 'before'), { isMigration: false, before: undefined });
    const earlier = options.live ? makeBefore() : undefined;
    const changes = input.planned?.changes ?? new Map();
    const isMigration = changes.size > 0;
    const subject = make(changes, scratch.root, { isMigration, before: earlier });
    const wanted = proofs.filter(
      ({ option }) => option === undefined || options.live || (option === 'build' && options.build),
    );
    const evidence = await runProofs(subject, wanted, await cacheOf(subject, options));
    const judged = required(await excused(evidence, () => earlier ?? makeBefore()), options.require);
    return redacted(judged, environments.named, scratch.root);
  });
}

/** Looks at the repository before the migration, where that may be the reason why a proof fails. */
async function excused(
  evidence: readonly Evidence[],
  makeBefore: () => Subject | undefined,
): Promise<readonly Evidence[]> {
  const ids = excusable(evidence);
  const before = ids.size > 0 ? makeBefore() : undefined;
  if (!before) return evidence;
  const again = proofs.filter(({ id }) => ids.has(id));
  return excuseOld(evidence, await runProofs(before, again, noCache));
}

/** Before a migration that is planned the repository is as it is on the disk; before one that was written, as `undo` would leave it. */
function beforeOf({ planned, earlier }: VerifyInput): Files | undefined {
  return planned ? new Map() : earlier;
}

async function cacheOf(
  subject: Subject,
  { cache, toolVersion, env, live }: VerifyOptions,
): Promise<EvidenceCache> {
  if (!cache) return noCache;
  const modeOf = (tree: string) => (path: string) => statSync(join(tree, path)).mode & 0o777;
  const fingerprints = [subject, ...(subject.before ? [subject.before] : [])].map(({ survey, scratch }) =>
    fingerprintOf(scratch.tree, survey.repository.paths, modeOf(scratch.tree)),
  );
  const entryPoints = subject.managers.map(({ entryPoint }) => entryPoint).join(' ');
  const named = env.map((name) => `${name}=${process.env[name]}`);
  const changed = [...(subject.changed ?? [])].join(' ');
  return evidenceCache([
    ...[toolVersion, await goVersion(subject), process.platform, process.arch, ...toolIdentities(subject)],
    ...[
      String(live),
      process.env.KUBEBUILDER_ASSETS ?? '',
      entryPoints,
      changed,
      String(subject.tidyIsAnnounced),
    ],
    ...[...named, ...fingerprints],
  ]);
}

/** Programs of the user's machine that judge: another one in the same place is another input. */
function toolIdentities({ scratch }: Subject): string[] {
  return ['kustomize', 'kubectl', 'helm', 'make', 'gofmt'].map((name) => {
    const path = findProgram(name, scratch.tree);
    if (path === undefined) return `${name} missing`;
    const { size, mtimeMs } = statSync(path);
    return `${path} ${size} ${mtimeMs}`;
  });
}
