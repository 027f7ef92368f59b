import { posix } from 'node:path';
import { ProblemError } from '../repository/problem.ts';

interface HasEntryPoint {
  readonly entryPoint: string;
}

/**
 * The managers that `--manager` names, by entry point (`cmd/main.go`) or its folder (`cmd`); all when it names none.
 * Throws a usage problem for a name that fits no manager.
 */
export function chooseManagers<Manager extends HasEntryPoint>(
  managers: readonly Manager[],
  names: readonly string[],
): readonly Manager[] {
  if (names.length === 0) return managers;
  const chosen = new Set(names.flatMap((name) => managersNamed(managers, name)));
  return managers.filter((manager) => chosen.has(manager));
}

function managersNamed<Manager extends HasEntryPoint>(managers: readonly Manager[], name: string): Manager[] {
  const wanted = posix.normalize(name).replace(/\/$/, '');
  const found = managers.filter(
    (manager) => manager.entryPoint === wanted || posix.dirname(manager.entryPoint) === wanted,
  );
  if (found.length > 0) return found;
  throw new ProblemError('usage', {
    code: 'unknown-manager',
    reason: `no controller manager has the entry point ${JSON.stringify(name)}`,
    hint: `The entry points are: ${managers.map((manager) => manager.entryPoint).join(', ')}.`,
  });
}
