import { registrationsWith } from './adoption.ts';
import { argumentsOf } from './calls.ts';
import { flagSetOf } from './flag-set.ts';
import type { ManagerSource } from './manager-source.ts';
import type { Located } from './node.ts';

type Known = Pick<ManagerSource, 'program' | 'reached' | 'parse'>;

/**
 * Where Cluster API's flags are registered on pflag's command line, while Go's flag package alone reads the arguments: it knows none of
 * them, and ends the process at the first one. Undefined where they are read, or copied (`VisitAll`), or where that is not known.
 */
export function unparsedRegistration({ program, reached, parse }: Known): Located | undefined {
  if (parse?.set.library !== 'flag' || parse.set.origin !== 'command-line') return undefined;
  if (reached.some(({ file }) => file.text.includes('.VisitAll('))) return undefined;
  return ['AddManagerOptions', 'AddDiagnosticsOptions']
    .flatMap((name) => registrationsWith(program, reached, name))
    .find(({ file, node }) => {
      const [set] = node.parent?.type === 'call_expression' ? argumentsOf(node.parent) : [];
      const found = set && flagSetOf(program, { file, node: set });
      return found?.library === 'pflag' && found.origin === 'command-line';
    });
}
