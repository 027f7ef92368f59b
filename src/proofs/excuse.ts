import type { Evidence, ProofId } from './evidence.ts';

/** Proofs of what a repository is apart from its metrics: a migration need not repair that. */
const EXCUSABLE: ReadonlySet<ProofId> = new Set([
  'go-mod-tidy',
  'go-format',
  'type-check',
  'build',
  'vet',
  'role-generation',
  'overlays-render',
  'chart-render',
  'ports-resolve',
  'copies-fresh',
]);

/** Proofs that failed and may have failed before, too: these are worth a look at the repository before the migration. */
export function excusable(evidence: readonly Evidence[]): ReadonlySet<ProofId> {
  return new Set(
    evidence
      .filter(({ proof, status }) => status === 'failed' && EXCUSABLE.has(proof))
      .map(({ proof }) => proof),
  );
}

/**
 * What fails in the same words without the migration is none of its faults: it then proves nothing, and says so. Reasons may have
 * several parts, each behind a semicolon: all of them must be old.
 */
export function excuseOld(evidence: readonly Evidence[], before: readonly Evidence[]): readonly Evidence[] {
  return evidence.map((one) => (isOld(one, before) ? excused(one) : one));
}

function isOld(one: Evidence, before: readonly Evidence[]): boolean {
  if (one.status !== 'failed' || !EXCUSABLE.has(one.proof)) return false;
  const twin = before.find(
    ({ proof, subject, status }) => proof === one.proof && subject === one.subject && status === 'failed',
  );
  const old = new Set(partsOf(twin));
  return old.size > 0 && partsOf(one).every((part) => old.has(part));
}

function partsOf(evidence: Evidence | undefined): readonly string[] {
  return (evidence?.reason ?? '').split('; ').map((part) => part.replaceAll(/:\d+/g, ''));
}

function excused(one: Evidence): Evidence {
  return { ...one, status: 'skipped', reason: `it fails without the migration, too: ${one.reason}` };
}
