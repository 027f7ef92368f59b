import type { StepResult } from '../../migration/step.ts';

export const STEP = 'auth-proxy-leftovers';

/** What one part of this step answers. */
export type Part = Pick<StepResult, 'changes' | 'findings' | 'afterMerge'>;
