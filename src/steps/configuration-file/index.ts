import { type ConfiguredPlace, configuredPlaces } from '../../kubernetes/configuration-files.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Finding } from '../../migration/finding.ts';
import { type Step, type StepInput, type StepResult, stepResult } from '../../migration/step.ts';
import { type Edit, edit } from '../../repository/change.ts';
import { positionAt } from '../../repository/source-file.ts';

const WHY = {
  step: 'configuration-file',
  reason: 'the configuration file gives the secure address, in the place of an argument',
};

/** Gives a manager that takes its metrics address out of a configuration file the secure one there. */
export const step: Step = {
  id: 'configuration-file',
  title: 'Move the metrics address of a configuration file to the secure port',
  needs: ['manager-code'],
  plan,
};

function plan({ survey, decisions }: StepInput): StepResult {
  // `--port` is the same for all managers of a run.
  const decision = decisions.find(isConfigured);
  if (!decision) return stepResult({});
  const places = configuredPlaces(survey.repository);
  return stepResult({
    changes: places.flatMap((place) => moved(place, decision.port)),
    findings: places.flatMap((place) => switchedOff(place)),
  });
}

function isConfigured({ api, manager }: Decision): boolean {
  return api === 'metrics-filters' && manager.source.configured !== undefined;
}

/** Another port that somebody chose stays: whoever reaches it there goes on doing so, over https. */
function moved({ file, address }: ConfiguredPlace, port: number): Edit[] {
  const isOpen = /:8080$/.test(address.value);
  const isLoopback = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]):/.test(address.value);
  if (!isOpen && !isLoopback) return [];
  const quote = /^["']/.exec(file.text.slice(address.start))?.[0] ?? '';
  return [edit(file, address, `${quote}:${port}${quote}`, WHY)];
}

function switchedOff({ file, address }: ConfiguredPlace): Finding[] {
  if (address.value !== '0') return [];
  return [
    {
      rule: 'metrics-switched-off',
      level: 'note',
      path: file.path,
      ...positionAt(file.text, address.start),
      message: 'this configuration switches the metrics off',
      fix: 'Give it the address :8443 to serve them over https.',
    },
  ];
}
