import { type Evidence, failed, ownJudgement, passed } from './evidence.ts';
import type { Proof } from './proof.ts';
import { placeOfObject } from './rendered/object-place.ts';
import { portProblems } from './rendered/port-problems.ts';
import { renderedManagers } from './rendered/rendition.ts';

/** Every port of a Service, monitor or network policy that means the manager's pods is one that they have. */
export const portsResolve: Proof = {
  id: 'ports-resolve',
  title: 'ports of Services, monitors and network policies resolve',
  weight: 'light',
  async run(subject) {
    const managers = await renderedManagers(subject);
    return managers.map(({ manager, rendition, workload }): Evidence => {
      const name = `${manager.entryPoint} in ${rendition.place.path}`;
      const [problem, ...more] = portProblems(rendition.objects, workload);
      if (!problem) return passed('ports-resolve', name, ownJudgement);
      const others = more.length > 0 ? ` (and ${more.length} more)` : '';
      return failed('ports-resolve', name, ownJudgement, problem.reason + others, {
        ...placeOfObject(subject.survey.repository, rendition, problem.object),
      });
    });
  },
};
