import { type Problem, ProblemError } from '../repository/problem.ts';
import type { ControllerManager, Survey } from '../survey/model.ts';
import { decideManager } from './decide.ts';
import type { Decision } from './decision.ts';
import type { Finding } from './finding.ts';
import type { MigrationOptions } from './options.ts';
import { switchedOffNote } from './switched-off.ts';

/** The decisions that could be made, and the reasons why others could not. */
export interface DecidedManagers {
  readonly decisions: readonly Decision[];
  readonly refusals: readonly Problem[];
  readonly findings: readonly Finding[];
}

/**
 * Decides each manager for itself: one that is refused does not hide what is true of the others,
 * and one whose metrics are switched off is no reason to touch it.
 */
export function decideManagers(
  survey: Survey,
  managers: readonly ControllerManager[],
  options: MigrationOptions,
): DecidedManagers {
  const decisions: Decision[] = [];
  const refusals: Problem[] = [];
  const findings: Finding[] = [];
  for (const manager of managers) {
    const off = switchedOffNote(survey.repository, manager);
    if (off) {
      findings.push(off);
      continue;
    }
    try {
      const decided = decideManager(survey.repository, manager, options);
      decisions.push(decided.decision);
      findings.push(...decided.findings);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.kind !== 'refused') throw error;
      refusals.push(error.problem);
    }
  }
  return { decisions, refusals, findings: withoutRepeats(findings) };
}

/** Managers of one Go module share what is to be said of its go.mod. */
function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = JSON.stringify(finding);
    return !seen.has(key) && seen.add(key);
  });
}
