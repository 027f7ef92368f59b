import type { StepInput } from '../../migration/step.ts';
import { missingProxyFiles } from '../../survey/missing-proxy-files.ts';
import { forgetFiles } from '../forget-files.ts';
import { type Part, STEP } from './part.ts';

/** Takes entries of the sidecar's files out where the files are gone already. */
export function planMissingFiles({ survey, decisions }: StepInput): Part {
  const missing = decisions.length > 0 ? missingProxyFiles(survey.repository) : [];
  return { changes: forgetFiles(survey.repository, [], [], STEP, missing), findings: [], afterMerge: [] };
}
