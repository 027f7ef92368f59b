import { flagRegistrations } from '../../golang/binary.ts';
import { resolve } from '../../golang/declarations.ts';
import type { FlagRegistration } from '../../golang/flag-registration.ts';
import type { ManagerSource } from '../../golang/manager-source.ts';
import { enclosingDeclaration } from '../../golang/node.ts';
import { declarationUses, type Use } from '../../golang/uses.ts';
import { OLD_METRICS_FLAGS } from '../../kubernetes/arguments.ts';
import type { Rule } from '../../migration/rule.ts';
import { placeOfCode } from '../place.ts';

/** Whoever passes it believes that it still says where the metrics are. */
export const rule: Rule = {
  id: 'idle-metrics-flag',
  level: 'warning',
  check({ decisions }) {
    return decisions
      .filter(({ adopted, keepFlags }) => adopted && !keepFlags)
      .flatMap(({ manager, flags }) => {
        const { source } = manager;
        const own = flagRegistrations(source.program, source.entryPoint).filter(
          ({ name = '' }) => OLD_METRICS_FLAGS.includes(name) && name !== flags.address,
        );
        return own
          .filter((flag) => !isDeprecated(flag) && isIdle(source, flag))
          .map(({ file, node, name }) => ({
            ...placeOfCode({ file, node }),
            cause: manager.entryPoint,
            message: `--${name} is accepted, but its value reaches no endpoint`,
            fix: 'Drop it, or mark it as deprecated.',
          }));
      });
  },
};

/** `MarkDeprecated("name", …)`: then it tells whoever passes it. */
function isDeprecated({ file, name }: FlagRegistration): boolean {
  return new RegExp(`Mark(Deprecated|Hidden)\\(\\s*"${name}"`).test(file.text);
}

/** Its variable is read by nobody, or only before the command line is read: then it has its default, whatever is passed. */
function isIdle(source: ManagerSource, { file, target }: FlagRegistration): boolean {
  if (target?.type !== 'identifier') return false;
  const declaration = resolve(source.program, { file, node: target });
  if (!declaration) return false;
  const uses = declarationUses(source.program, declaration);
  return uses.every((use) => use.kind === 'binding' || use.kind === 'write' || isTooEarly(source, use));
}

function isTooEarly({ parse }: ManagerSource, { whole }: Use): boolean {
  if (!parse || whole.file !== parse.file) return false;
  const [own, other] = [enclosingDeclaration(whole.node), enclosingDeclaration(parse.node)];
  return own?.id === other?.id && whole.node.startIndex < parse.node.startIndex;
}
