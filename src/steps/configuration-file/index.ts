import { type ConfiguredDefault, configuredDefaults } from '../../golang/configured-default.ts';
import { type ConfiguredPlace, configuredPlaces } from '../../kubernetes/configuration-files.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Finding } from '../../migration/finding.ts';
import { type Step, type StepInput, type StepResult, stepResult } from '../../migration/step.ts';
import { type Edit, edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
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
    findings: [
      ...places.flatMap(switchedOff),
      ...compiledIn(survey.repository, decisions.filter(isConfigured)),
    ],
  });
}

function isConfigured({ api, manager }: Decision): boolean {
  return api === 'metrics-filters' && manager.source.configured !== undefined;
}

/** Another port that somebody chose stays: whoever reaches it there goes on doing so, over https. */
function moved({ file, address }: ConfiguredPlace, port: number): Edit[] {
  if (!isOld(address.value)) return [];
  const quote = /^["']/.exec(file.text.slice(address.start))?.[0] ?? '';
  return [edit(file, address, `${quote}:${port}${quote}`, WHY)];
}

/** The port of plain http, or loopback, where a kube-rbac-proxy asked. */
function isOld(address: string): boolean {
  return /:8080$|^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]):/.test(address);
}

/** Tests and users of the API may count on the default of the code, so that a person has to change it. */
function compiledIn(repository: Repository, decisions: readonly Decision[]): Finding[] {
  return decisions.flatMap(({ manager, port }) => {
    const { program, entryPoint } = manager.source;
    const old = configuredDefaults(program, entryPoint).filter(({ address }) => isOld(address));
    return old.map((place) => compiledInAt(repository, place, port));
  });
}

function compiledInAt(
  repository: Repository,
  { path, start, address }: ConfiguredDefault,
  port: number,
): Finding {
  return {
    rule: 'compiled-in-address',
    level: 'warning',
    path,
    ...positionAt(repository.tryRead(path)?.text ?? '', start),
    message: `where a configuration file names no metrics address, the manager serves over https on ${address}, where neither Service nor container port leads`,
    fix: `Write ":${port}" here, and in the tests and the documentation that expect ${JSON.stringify(address)}.`,
  };
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
