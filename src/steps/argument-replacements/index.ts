import { type Step, type StepInput, type StepResult, stepResult } from '../../migration/step.ts';
import { providerVersions } from './e2e-config.ts';
import { findMentions } from './mentions.ts';
import { rekey } from './rekey.ts';
import { goneArgumentsOf } from './rendered-arguments.ts';

/**
 * Text replacements that e2e configurations apply to a provider's rendered manifest, keyed on an argument that the
 * migration removes: keyed anew, where their old text really stood there. Everything else that names it is listed.
 */
export const step: Step = {
  id: 'argument-replacements',
  title: 'Re-key the replacements of e2e configurations, list scripts and docs that name a removed flag',
  needs: ['manifest-arguments'],
  plan,
};

function plan({ survey, decisions }: StepInput): StepResult {
  const versions = providerVersions(survey.repository);
  const results = versions.flatMap((version) => {
    const gone = goneArgumentsOf(survey.repository, decisions, version);
    return gone ? [rekey(version, gone)] : [];
  });
  const flags = new Set(decisions.flatMap((decision) => decision.removedFlags));
  return stepResult({
    changes: results.flatMap((it) => it.changes),
    findings: [...results.flatMap((it) => it.findings), ...findMentions(survey.repository, flags)],
  });
}
