import { describe, expect, it } from 'vitest';
import { randomOf } from '../../test/tools/random.ts';
import { finding, pendingReport } from '../reports/report.testing.ts';
import { render } from './output.ts';

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
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Two hundred names, each of some active parts. */
function names(): readonly string[] {
  const random = randomOf(8);
  return Array.from({ length: 200 }, () =>
    Array.from({ length: 1 + random.below(5) }, () => random.pick(ACTIVE)).join(random.pick(['', 'a', '/'])),
  );
}

/** A report with one text in every place where a repository's text can stand. */
function reportWith(text: string) {
  const problem = { code: 'x', reason: text, hint: text, file: text, line: 1, column: 1 };
  const versions = { clusterApi: text, controllerRuntime: text };
  return pendingReport({
    status: 'migrated',
    repository: text,
    summary: text,
    managers: [{ entryPoint: text, api: 'manager-options', versions }],
    changes: [
      {
        path: text,
        kind: 'modify',
        step: 's',
        steps: ['s'],
        reasons: [text],
        added: 1,
        removed: 1,
        replacements: [],
      },
    ],
    findings: [finding({ path: text, message: text, fix: text })],
    repaired: [finding({ path: text, message: text, fix: text })],
    refusals: [problem],
    problem,
    problems: [problem],
    next: [{ command: text, directory: text, reason: text }],
    afterMerge: [text],
    readers: [{ role: text, path: text, subjects: [text] }],
    undo: text,
  });
}

function shown(text: string, format: string): string {
  const terminal = { stdoutIsTerminal: true, stderrIsTerminal: true, noColor: true };
  // A remark goes to standard error, which is never Markdown.
  const remarks = format === 'markdown' ? [] : [text];
  const outcome = { exitCode: 0, report: reportWith(text), remarks };
  const { stdout, stderr } = render(outcome, { format }, terminal);
  return stdout + stderr;
}

describe.each(['text', 'json', 'sarif', 'github', 'markdown'])('%s shows 200 hostile names', (format) => {
  const outputs = names().map((name) => ({ name, output: shown(name, format) }));

  it('with nothing in them that a terminal or a log would obey', () => {
    for (const { name, output } of outputs) {
      expect(UNSAFE.test(output.replaceAll('\n', '')), JSON.stringify(name)).toBe(false);
      expect(output.includes('##['), JSON.stringify(name)).toBe(false);
    }
  });

  it('with no workflow command but our own', () => {
    const own = format === 'github' ? /^::(?:error|warning|notice) [^\n]*::/ : /^$/;
    for (const { name, output } of outputs) {
      const commands = output.split('\n').filter((line) => /^\s*::/.test(line));
      expect(
        commands.filter((line) => !own.test(line)),
        JSON.stringify(name),
      ).toEqual([]);
    }
  });

  it('in as many commands as for a plain name', () => {
    const commands = (output: string) => output.split('\n').filter((line) => line.startsWith('::')).length;
    const plain = commands(shown('plain', format));
    for (const { name, output } of outputs) expect(commands(output), JSON.stringify(name)).toBe(plain);
  });
});

describe('JSON formats', () => {
  it.each(['json', 'sarif'])('%s stays JSON', (format) => {
    for (const name of names()) {
      const terminal = { stdoutIsTerminal: false, stderrIsTerminal: false, noColor: true };
      const { stdout } = render({ exitCode: 0, report: reportWith(name) }, { format }, terminal);
      expect(() => JSON.parse(stdout)).not.toThrow();
    }
  });
});

describe('markdown', () => {
  it('has no markup of 200 hostile names outside of code', () => {
    for (const name of names()) {
      const prose = withoutCode(shown(name, 'markdown'));
      expect(prose, JSON.stringify(name)).not.toMatch(
        /<[a-z!/]|\]\(|(?:^|\s)@[a-z]|(?:fixes|#)\s*#?\d|&lt;|\$\{\{/i,
      );
    }
  });
});

describe('a secret of the environment', () => {
  it.each(['text', 'json', 'sarif', 'github', 'markdown'])('does not appear as %s', (format) => {
    const canary = 'canary-0123456789';
    process.env.SINKS_TEST_TOKEN = canary;
    const texts = [canary, Buffer.from(canary).toString('base64'), `https://bot:${canary}@example.org/x.git`];
    for (const text of texts) expect(shown(text, format)).not.toMatch(/canary-0|Y2FuYXJ5/);
    delete process.env.SINKS_TEST_TOKEN;
  });
});

/** What is left of Markdown without code spans and blocks (CommonMark: a run of backticks ends at the next of its length). */
function withoutCode(markdown: string): string {
  return markdown.replaceAll(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
}
