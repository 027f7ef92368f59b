import { startOf } from '../../kubernetes/splice.ts';
import type { ContainerSource } from '../../kubernetes/workload.ts';
import type { YamlFile } from '../../kubernetes/yaml-file.ts';
import { refusal } from '../../repository/problem.ts';
import { positionAt } from '../../repository/source-file.ts';

/** Refuses to edit a list that stands behind an anchor which more than this container uses, or items that are anchors. */
export function refuseShared(target: { readonly file: YamlFile; readonly container: ContainerSource }): void {
  for (const list of [target.container.args, target.container.command]) {
    if (!list || !(list.shared || list.items.some((item) => item.anchored))) continue;
    throw refusal({
      code: 'shared-arguments',
      file: target.file.path,
      ...positionAt(target.file.text, startOf(list.node)),
      reason: 'the manager’s arguments are a YAML anchor that is used elsewhere too',
      hint: 'Write the manager’s arguments out in its own container and run the migration again.',
    });
  }
}

/** Refuses a command line inside shell text that does not show where its arguments are. */
export function refuseShell(target: {
  readonly file: YamlFile;
  readonly container: ContainerSource;
  readonly wanted: readonly string[];
}): Error {
  return refusal({
    code: 'arguments-in-shell',
    file: target.file.path,
    ...positionAt(target.file.text, startOf(target.container.node)),
    reason:
      'the manager is started by a shell script that passes neither a metrics nor a leader-election argument',
    hint: `Add ${target.wanted.join(' and ')} to the script’s call of the manager, and run the migration again.`,
  });
}
