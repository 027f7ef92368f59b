import type { MigrationOptions, Style } from '../migration/options.ts';
import type { OptionValues } from './command-line.ts';
import type { Config } from './config.ts';
import { usageProblem } from './usage.ts';

/** Command line and configuration put together: the command line wins. */
export interface Settings {
  readonly enabled: boolean;
  readonly migration: MigrationOptions;
  readonly allowDirty: boolean;
}

/** Throws a usage problem for a value that makes no sense. */
export function settle(values: OptionValues, config: Config): Settings {
  return {
    enabled: config.enabled ?? true,
    allowDirty: values['allow-dirty'] === true || (config.allowDirty ?? false),
    migration: {
      only: listOf(values.only) ?? config.only ?? [],
      skip: listOf(values.skip) ?? config.skip ?? [],
      managers: (values.manager as readonly string[] | undefined) ?? config.manager ?? [],
      skipRefused: values['skip-refused'] === true || (config.skipRefused ?? false),
      ...(config.ignore === undefined ? {} : { ignore: config.ignore }),
      keepFlags: values['keep-flags'] === true || (config.keepFlags ?? false),
      style: styleOf(values.style ?? config.style ?? 'auto'),
      port: values.port === undefined ? config.port : portOf(String(values.port)),
    },
  };
}

/** `--only a,b --only c` names three steps. */
export function listOf(value: OptionValues[string]): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const names = value.flatMap((part: string) => part.split(',').map((name) => name.trim()));
  return names.filter((name) => name !== '');
}

export const STYLES: readonly Style[] = ['auto', 'cluster-api', 'kubebuilder', 'diagnostics'];

function styleOf(value: OptionValues[string]): Style {
  const style = STYLES.find((name) => name === value);
  if (style) return style;
  throw usageProblem('wrong-value', `--style is one of ${STYLES.join(', ')}, not ${JSON.stringify(value)}`);
}

function portOf(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw usageProblem('wrong-value', `--port is a number from 1 to 65535, not ${JSON.stringify(value)}`);
}
