import { startOf } from '../../kubernetes/splice.ts';
import { positionAt } from '../../repository/source-file.ts';
import { managerRole } from '../../survey/manager-role.ts';
import type { ControllerManager, Survey } from '../../survey/model.ts';

/** Where the sources hold the role that a manager is bound to. */
export function placeOfRole(survey: Survey, manager: ControllerManager): { file?: string; line?: number } {
  const { generated, overlays } = managerRole(survey, manager, true);
  const role = overlays.flatMap(({ roles }) => roles).find((bound) => bound.role)?.role;
  if (generated && survey.repository.has(generated.file)) return { file: generated.file, line: 1 };
  if (!role) return {};
  const { text, path } = role.file;
  return { file: path, line: positionAt(text, startOf(role.document.contents ?? undefined)).line };
}
