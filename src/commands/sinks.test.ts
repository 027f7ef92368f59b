import { describe, expect, it } from 'vitest';
import { MARKUP, hostileNames as names, UNSAFE, withoutCode } from '../../test/setup/hostile-names.ts';
import { finding, pendingReport } from '../reports/report.testing.ts';
import { render } from './output.ts';

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

describe.each(['text', 'json', 'jsonl', 'sarif', 'github', 'markdown'])(
  '%s shows 200 hostile names',
  (format) => {
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
  },
);

describe('JSON formats', () => {
  it.each(['json', 'jsonl', 'sarif'])('%s stays JSON', (format) => {
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
      expect(prose, JSON.stringify(name)).not.toMatch(MARKUP);
    }
  });
});

describe('a secret of the environment', () => {
  it.each(['text', 'json', 'jsonl', 'sarif', 'github', 'markdown'])('does not appear as %s', (format) => {
    const canary = 'canary-0123456789';
    process.env.SINKS_TEST_TOKEN = canary;
    const texts = [canary, Buffer.from(canary).toString('base64'), `https://bot:${canary}@example.org/x.git`];
    for (const text of texts) expect(shown(text, format)).not.toMatch(/canary-0|Y2FuYXJ5/);
    delete process.env.SINKS_TEST_TOKEN;
  });
});
