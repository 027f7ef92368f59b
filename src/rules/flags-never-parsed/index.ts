import { unparsedRegistration } from '../../golang/unparsed-flags.ts';
import type { Rule } from '../../migration/rule.ts';
import { placeOfCode } from '../place.ts';

/** Facts A2: Cluster API registers on pflag. What Go's flag package reads does not know these flags. */
export const rule: Rule = {
  id: 'flags-never-parsed',
  level: 'error',
  repairedBy: 'manager-code',
  check({ decisions }) {
    return decisions
      .filter(({ adopted }) => adopted)
      .flatMap(({ manager, flags }) => {
        const registration = unparsedRegistration(manager.source);
        if (!registration) return [];
        return [
          {
            ...placeOfCode(registration),
            cause: manager.entryPoint,
            message: `these flags are on pflag’s command line, and only Go’s flag package reads the arguments: with --${flags.address} the manager stops at its start`,
            fix: 'Call pflag.CommandLine.AddGoFlagSet(flag.CommandLine), then pflag.Parse() in the place of flag.Parse().',
          },
        ];
      });
  },
};
