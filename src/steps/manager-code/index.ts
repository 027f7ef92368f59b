import { overridesConfigured } from '../../golang/configured-default.ts';
import { CONFIGURED_ADDRESS } from '../../golang/manager-problem.ts';
import type { ManagerSource } from '../../golang/manager-source.ts';
import { configuredPlaces } from '../../kubernetes/configuration-files.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Finding } from '../../migration/finding.ts';
import { type Step, stepResult } from '../../migration/step.ts';
import { refusal } from '../../repository/problem.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt } from '../../repository/source-file.ts';
import { type ApiCode, DIAGNOSTICS_OPTIONS_CODE, MANAGER_OPTIONS_CODE } from './api-code.ts';
import { Draft } from './draft.ts';
import { planFilters } from './metrics-filters/index.ts';
import { planParsing } from './parsing.ts';
import { planManager } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';
import { refuseWebhookPort } from './webhook-port.ts';

/** Flags, options and imports of each controller manager (design §10). */
export const step: Step = {
  id: 'manager-code',
  title: "serve metrics with the diagnostics API's flags and options",
  needs: ['manifest-arguments', 'go-mod'],
  plan({ survey, decisions }) {
    const drafts = new Map<ManagerSource['program'], Draft>();
    for (const decision of decisions) {
      const { source } = decision.manager;
      if (decision.adopted && !decision.becomesPflag) continue;
      if (source.problem && !isBesideThePoint(survey.repository, decision)) throw refusal(source.problem);
      if (source.constantAddress === '0') throw switchedOff(source);
      const draft = drafts.get(source.program) ?? new Draft(source.program);
      drafts.set(source.program, draft);
      if (decision.adopted) {
        planParsing({ draft, source });
        continue;
      }
      refuseWebhookPort(decision);
      const api = codeOf(decision);
      for (const one of [source, ...source.siblings]) {
        if (api) planManager({ draft, source: one, decision, api });
        else planFilters({ draft, source: one, decision });
      }
    }
    const all = [...drafts.values()];
    return stepResult({
      changes: all.flatMap((draft) => draft.finish()),
      findings: [...all.flatMap((draft) => draft.findings), ...decisions.flatMap(silentManagers)],
    });
  },
};

/** A manager that says nothing of metrics, in a binary whose other one does, serves them all the same (facts B). */
function silentManagers({ manager }: Decision): Finding[] {
  return manager.source.silent.map(({ file, node }) => ({
    rule: 'silent-manager',
    level: 'warning',
    path: file.path,
    ...positionAt(file.text, node.startIndex),
    message:
      'this manager of the same binary says nothing of metrics: controller-runtime serves them on :8080 over plain http',
    fix: 'Set Metrics.BindAddress to "0" here, or secure it like the other one.',
  }));
}

/** undefined for controller-runtime's own filters, which have no code of somebody else to call. */
function codeOf({ api }: Decision): ApiCode | undefined {
  if (api === 'manager-options') return MANAGER_OPTIONS_CODE;
  return api === 'diagnostics-options' ? DIAGNOSTICS_OPTIONS_CODE : undefined;
}

/**
 * Problems of flags that controller-runtime's own filters do without: theirs stand beside the one of the address, whoever parses it; an
 * address out of a configuration file stays where it is, as long as the file is here, and no flag overrides it: what passes that flag
 * would keep the old address.
 */
function isBesideThePoint(repository: Repository, { api, style, manager }: Decision): boolean {
  if (api !== 'metrics-filters') return false;
  const code = manager.source.problem?.code;
  if (code !== CONFIGURED_ADDRESS) return code === 'no-command-line';
  const { program, entryPoint } = manager.source;
  const isAlone = !overridesConfigured(program, entryPoint);
  return style === 'kubebuilder' && isAlone && configuredPlaces(repository).length > 0;
}

/** Whoever decides leaves such a manager out; this guards against switching on by accident what somebody switched off. */
function switchedOff({ call }: ManagerSource): Error {
  return problemAt(call, {
    code: 'metrics-switched-off',
    reason: 'the code switches the metrics of this manager off (address "0")',
    hint: 'Decide whether they shall be served: then take the "0" out, and run the migration again.',
  });
}
