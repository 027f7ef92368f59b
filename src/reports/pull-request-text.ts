import { wrap } from './layout.ts';
import type { ReportedPullRequest } from './report.ts';

/** The branch and its pull request for a person. */
export function pullRequestLines(pullRequest: ReportedPullRequest | undefined): string[] {
  if (!pullRequest || pullRequest.action === 'none') return [];
  const { branch, base, commit, action, url, draftReasons, calls } = pullRequest;
  const facts = [
    `branch ${branch}${base === null ? '' : `, for ${base}`}: ${action}`,
    ...(commit === null ? [] : [`commit ${commit}`]),
    ...(url === null ? [] : [url]),
    ...draftReasons.map((reason) => `draft: ${reason}`),
    ...calls.map(({ method, url: target, what }) => `${method} ${target} (${what})`),
  ];
  return facts.flatMap((fact) => wrap(fact, '      ', '  '));
}
