import type { OptionValues } from './command-line.ts';
import { quoteForShell } from './uncommitted.ts';

/** Options that decide what a migration does. */
const DECIDING = ['only', 'skip', 'manager', 'skip-refused', 'style', 'port', 'keep-flags', 'ignore'];

/** The command that makes the same change in a clone. */
export function repeatCommand(values: OptionValues, tidies: boolean): string {
  const options = DECIDING.flatMap((name) => spelled(name, values[name]));
  return ['diag-codemod .', ...options, ...(tidies ? ['--tidy'] : [])].join(' ');
}

function spelled(name: string, value: OptionValues[string]): string[] {
  if (value === undefined || value === false) return [];
  if (value === true) return [`--${name}`];
  const texts = typeof value === 'string' ? [value] : value;
  return texts.map((text) => `--${name} ${quoteForShell(text)}`);
}
