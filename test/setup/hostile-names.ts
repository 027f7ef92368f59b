import { randomOf } from '../tools/random.ts';

/** What terminals, logs of CI, Markdown and HTML obey. */
const ACTIVE = [
  '\u001b[31m',
  '\u001b]8;;http://x\u0007',
  '\u009b31m',
  '\u0000',
  '\u0007',
  '\b\b',
  '\r',
  '\n',
  '\u2028',
  '\u2029',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u{e0041}',
  '\ud800',
  '::error::',
  '\n::set-output name=x::y',
  '##[error]',
  '##vso[task.x]',
  '%0A',
  '::stop-commands::t',
  '`',
  '```',
  '\n```\n',
  '<img src=x onerror=alert(1)>',
  '</code><script>',
  '&lt;',
  '[x](javascript:alert(1))',
  '![x](http://x)',
  '@octocat',
  'fixes #1',
  '\n# title',
  '\n- [x] done',
  '|',
  '<!--',
  '-->',
  '${{ secrets.X }}',
  '"',
  "'",
  '\\',
  '$(id)',
  ' ',
  'ü',
  '日',
];
/** Characters that no output may hold. */
export const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Two hundred names, each of some active parts. */
export function hostileNames(): readonly string[] {
  const random = randomOf(8);
  return Array.from({ length: 200 }, () =>
    Array.from({ length: 1 + random.below(5) }, () => random.pick(ACTIVE)).join(random.pick(['', 'a', '/'])),
  );
}

/** What is left of Markdown without code spans and blocks (CommonMark: a run of backticks ends at the next of its length). */
export function withoutCode(markdown: string): string {
  return markdown.replaceAll(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
}

/** What Markdown or GitHub would obey. */
export const MARKUP = /<[a-z!/]|\]\(|(?:^|\s)@[a-z]|(?:fixes|#)\s*#?\d|&lt;|\$\{\{/i;
