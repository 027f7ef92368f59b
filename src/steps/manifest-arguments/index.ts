import { refuseActiveAuthProxy } from '../../kubernetes/active-auth-proxy.ts';
import type { Splice } from '../../kubernetes/splice.ts';
import { type Step, type StepInput, type StepResult, stepResult } from '../../migration/step.ts';
import { type Edit, edit } from '../../repository/change.ts';
import { embeddedManifests } from './embedded.ts';
import { argumentFindings } from './findings.ts';
import { pinnedImages } from './pinned-images.ts';
import { type PlacedSplice, planManager } from './plan-manager.ts';
import { proxyFindings } from './proxy-findings.ts';

/** Arguments of the manager in every manifest that runs it. */
export const step: Step = {
  id: 'manifest-arguments',
  title: 'pass --diagnostics-address and --insecure-diagnostics, and no argument that is gone',
  needs: ['kube-rbac-proxy', 'manager-code'],
  plan,
};

function plan({ survey, decisions }: StepInput): StepResult {
  for (const { manager } of decisions) refuseActiveAuthProxy(manager.manifests);
  const placed = unique(decisions.flatMap((decision) => planManager(survey.repository, decision)));
  const edited = new Set(placed.map(({ file }) => file.path));
  return stepResult({
    changes: placed.map(asEdit),
    findings: [
      ...decisions.flatMap((decision) => [...argumentFindings(decision), ...proxyFindings(decision)]),
      ...embeddedManifests(survey.repository, decisions),
    ],
    afterMerge: decisions.flatMap((decision) => pinnedImages(decision, edited)),
  });
}

/** Two managers, or two overlays, may ask for the same edit of one text. */
function unique(placed: readonly PlacedSplice[]): readonly PlacedSplice[] {
  const key = ({ file, splice }: PlacedSplice) =>
    [file.path, splice.start, splice.end, splice.text].join('\0');
  return [...new Map(placed.map((it) => [key(it), it])).values()];
}

function asEdit({ file, splice, reason = reasonOf(splice) }: PlacedSplice): Edit {
  return edit(file, splice, splice.text, { step: step.id, reason });
}

function reasonOf({ text, start, end }: Splice): string {
  if (text.includes('--insecure-diagnostics=true')) {
    return 'the kube-rbac-proxy beside it asks for plain http on this local address';
  }
  if (/^=?(true|false)$/.test(text)) return 'plain http is not asked for any more';
  if (/(^|=\S*):\d+/.test(text)) return 'the manager serves its diagnostics on the secure port';
  if (text === '-') return 'pflag reads -name as single letters';
  return end > start && text === ''
    ? 'the manager no longer knows this setting'
    : 'follows the changed arguments';
}
