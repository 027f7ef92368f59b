import type { Evidence } from './evidence.ts';
import { withoutPasswords } from './tools/go-command.ts';

/** Shorter values stand in many texts by chance, and are no secrets. */
const SHORTEST = 6;

/**
 * Takes out of evidence what nobody else should read: values of variables that were passed on, also encoded, passwords in addresses, and
 * the path of the scratch folder.
 */
export function redacted(
  evidence: readonly Evidence[],
  named: Readonly<Record<string, string | undefined>>,
  scratch: string,
): readonly Evidence[] {
  const clean = (text: string) => withoutPasswords(withoutValues(text, named)).replaceAll(`${scratch}/`, '');
  return evidence.map((one) => ({
    ...one,
    command: clean(one.command),
    ...(one.reason === undefined ? {} : { reason: clean(one.reason) }),
    ...(one.hint === undefined ? {} : { hint: clean(one.hint) }),
  }));
}

function withoutValues(text: string, named: Readonly<Record<string, string | undefined>>): string {
  let clean = text;
  for (const [name, value] of Object.entries(named)) {
    if (value === undefined || value.length < SHORTEST) continue;
    const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
    for (const form of [value, base64, encodeURIComponent(value)]) clean = clean.replaceAll(form, `$${name}`);
  }
  return clean;
}
