import { vi } from 'vitest';
import { noInspection } from '../../src/migration/inspection.ts';
import type { MigrationPlan } from '../../src/migration/migration.ts';
import type { Evidence } from '../../src/proofs/evidence.ts';
import { edit } from '../../src/repository/change.ts';
import { buildChangeSet } from '../../src/repository/change-set.ts';
import type { Repository } from '../../src/repository/repository.ts';

/** Planner, tidy and proofs are others' tests: here is what becomes of their results. */
export const parts = { plan: vi.fn(), tidy: vi.fn(), prove: vi.fn() };

/** All is well with a plan, and a proof takes another time in each run. */
export function resetParts(): void {
  parts.plan.mockReset().mockImplementation(async (repository: Repository) => planFor(repository));
  parts.tidy.mockReset().mockImplementation(async (plan: MigrationPlan) => plan);
  parts.prove.mockReset().mockImplementation(async () => [{ ...typeCheck, durationMs: Math.random() * 1e4 }]);
}

export const typeCheck: Evidence = {
  ...{ proof: 'type-check', subject: 'main.go', status: 'passed', tool: 'go/types', version: 'go1.25' },
  ...{ command: 'typecheck .', durationMs: 4 },
};

/** A migration that turns every word old into new. */
export function planFor(repository: Repository): MigrationPlan {
  const file = repository.read('a.txt');
  const start = file?.text.indexOf('old') ?? -1;
  const why = { step: 'renew', reason: 'old is no longer supported' };
  const changes = file && start >= 0 ? [edit(file, { start, end: start + 3 }, 'new', why)] : [];
  const isPending = changes.length > 0;
  return {
    status: isPending ? 'pending' : 'up-to-date',
    reason: isPending ? 'migration-pending' : 'up-to-date',
    summary: 'main.go: 1 file',
    decisions: [],
    changeSet: buildChangeSet(repository, changes),
    findings: [],
    inspection: noInspection,
    next: [],
    afterMerge: ['Release first.'],
    refusals: [],
  };
}
