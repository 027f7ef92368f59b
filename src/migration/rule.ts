import type { Survey } from '../survey/model.ts';
import type { Decision } from './decision.ts';
import type { Finding } from './finding.ts';

/** What a rule sees. It is pure: the same input gives the same findings, and nothing is written. */
export interface RuleInput {
  readonly survey: Survey;
  /** The managers for which a decision could be made; one that was refused is in the survey alone. */
  readonly decisions: readonly Decision[];
}

/** One thing that can be wrong in a repository, and nothing but that. */
export interface Rule {
  /** Stable, and the name of its folder. */
  readonly id: string;
  readonly level: Finding['level'];
  /** The step whose change repairs it, where one does; a finding says so only when this run's change really does. */
  readonly repairedBy?: string;
  /**
   * Ids of other rules and of findings of steps that would only tell the same cause again: at the same manager's files they are
   * left out where this rule found something.
   */
  readonly instead?: readonly string[];
  check(input: RuleInput): readonly RuleFinding[];
}

/** A finding without what the rule itself says; a rule may tone a single one down. */
export type RuleFinding = Omit<Finding, 'rule' | 'level' | 'repairedBy'> & {
  readonly level?: Finding['level'];
  /** What is wrong at the bottom, e.g. an entry point or a file: rules of one cause name the same. Its path unless given. */
  readonly cause?: string;
};
