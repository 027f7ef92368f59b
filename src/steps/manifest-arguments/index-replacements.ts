import { buildKustomizeGraph } from '../../kubernetes/kustomize.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import { refusal } from '../../repository/problem.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt } from '../../repository/source-file.ts';
import type { IndexChange } from './json-indexes.ts';

/** `fieldPaths: [spec.template.spec.containers.[name=manager].args.2]` of kustomize's replacements. */
const COUNTED_ARGUMENT = /containers\.[^\s"']*\.args\.(\d+)/g;

/**
 * Refuses to move arguments that a kustomize replacement counts: which of them it means can only be told by rendering.
 */
export function refuseCountedArguments(
  repository: Repository,
  rendering: DeploymentRendering,
  change: IndexChange,
): void {
  const firstMoved = change.after.findIndex((before, index) => before !== index);
  if (firstMoved === -1) return;
  for (const path of buildKustomizeGraph(repository).filesReachedBy(rendering.overlay)) {
    const text = repository.tryRead(path)?.text ?? '';
    if (!text.includes('replacements') && !text.includes('fieldPaths')) continue;
    for (const match of text.matchAll(COUNTED_ARGUMENT)) {
      if (Number(match[1]) >= firstMoved) throw counted(path, text, match);
    }
  }
}

function counted(path: string, text: string, match: RegExpExecArray): Error {
  return refusal({
    code: 'replacement-counts-arguments',
    file: path,
    ...positionAt(text, match.index),
    reason: `a replacement writes to argument ${match[1]} of the manager, which the new arguments would move`,
    hint: 'Move that argument to the front of the list, or replace its value in another way, and run the migration again.',
  });
}
