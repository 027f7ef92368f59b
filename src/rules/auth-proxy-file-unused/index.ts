import { posix } from 'node:path';
import { buildKustomizeGraph } from '../../kubernetes/kustomize.ts';
import type { Rule, RuleFinding, RuleInput } from '../../migration/rule.ts';
import { NOT_OURS } from '../../survey/manifest-copies.ts';
import { placeIn } from '../place.ts';

const NAME = /auth[_-]proxy[\w-]*\.ya?ml$/;

/** Files of a former sidecar that nothing applies, and switched-off entries that name them: somebody will switch them on again. */
export const rule: Rule = {
  id: 'auth-proxy-file-unused',
  level: 'note',
  repairedBy: 'auth-proxy-leftovers',
  instead: ['dead-auth-proxy-patch', 'unknown-argument'],
  check(input) {
    return input.decisions.some(({ adopted }) => adopted)
      ? [...unusedFiles(input), ...switchedOff(input)]
      : [];
  },
};

function unusedFiles({ survey }: RuleInput): RuleFinding[] {
  const graph = buildKustomizeGraph(survey.repository);
  const files = survey.repository.paths.filter(
    (path) =>
      NAME.test(path) && !NOT_OURS.test(path) && !/(^|\/)templates\//.test(path) && !graph.isReached(path),
  );
  return files.map((path) => ({
    path,
    line: 1,
    column: 1,
    message: 'nothing applies this file of a former kube-rbac-proxy',
    fix: 'Delete it.',
  }));
}

/** `# - auth_proxy_role.yaml` in a kustomization: one finding for each. */
function switchedOff({ survey }: RuleInput): RuleFinding[] {
  return buildKustomizeGraph(survey.repository).kustomizations.flatMap((kustomization) => {
    const match = /^[ \t]*#[ \t]*-[^\n#]*?([\w-]*auth[_-]proxy[\w-]*\.ya?ml)/m.exec(kustomization.text);
    if (!match?.[1]) return [];
    return [
      {
        ...placeIn(kustomization, match.index + match[0].indexOf('#')),
        message: `this entry is switched off, and ${posix.basename(match[1])} was made for a kube-rbac-proxy that is gone`,
        fix: 'Delete the comment.',
      },
    ];
  });
}
