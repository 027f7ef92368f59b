const HIDDEN = '***';

/** None of them holds a quote or a backslash: they are looked for in JSON too, which must stay JSON. User and password of a URL, and the forms that tokens of forges, clouds and identity providers have. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@"'`<>\\]{1,500}@/gi, `$1${HIDDEN}@`],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-)[\w-]{10,300}/g, HIDDEN],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, HIDDEN],
  [/\beyJ[\w-]{10,2000}\.[\w-]{10,2000}\.[\w-]{10,2000}/g, HIDDEN],
  [/\b(authorization: *(?:bearer|basic) +)[^\s"'`\\]{1,2000}/gi, `$1${HIDDEN}`],
];

const SECRET_NAME = /TOKEN|SECRET|PASSW|API_?KEY|CREDENTIAL|PRIVATE_KEY/i;

/** Shorter values are words. */
const MIN_LENGTH = 8;

/**
 * Takes secrets out of text that will be printed: what looks like one, and the values of the environment's variables
 * that are named like one, as they are, in base64 and as a part of a URL (security.md §8 T9).
 */
export function redact(text: string, environment: Readonly<Record<string, string | undefined>>): string {
  let safe = text;
  for (const value of secretValues(environment)) safe = safe.replaceAll(value, HIDDEN);
  for (const [pattern, replacement] of SECRETS) safe = safe.replace(pattern, replacement);
  return safe;
}

/** Longest first: one may hold another. */
function secretValues(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const values = Object.entries(environment).flatMap(([name, value = '']) =>
    SECRET_NAME.test(name) && value.length >= MIN_LENGTH && !value.startsWith('/') ? spellingsOf(value) : [],
  );
  return [...new Set(values)].sort((one, other) => other.length - one.length);
}

function spellingsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [value, bytes.toString('base64'), bytes.toString('base64url'), encodeURIComponent(value)];
}
