import { describe, expect, it } from 'vitest';
import { githubReport } from './github.ts';
import { finding, pendingReport, run } from './report.testing.ts';
import { reportProblem } from './report.ts';

describe('githubReport', () => {
  it('has a command for each finding, with its place, and one for the run', () => {
    expect(githubReport(pendingReport()).split('\n')).toEqual([
      '::error file=main.go,line=3,col=4,title=markers-in-doc-comment::controller-gen ignores these markers%0APut a blank line behind them.',
      '::warning title=diag-codemod::main.go: 1 file',
      '',
    ]);
  });

  it('calls a note a notice', () => {
    expect(githubReport(pendingReport({ findings: [finding({ level: 'note' })] }))).toContain(
      '::notice file=main.go',
    );
  });

  it('tells a refusal as an error', () => {
    const problem = { code: 'port-taken', reason: 'r', hint: 'h', file: 'a.yaml', line: 2 };
    expect(githubReport(reportProblem(run, 'refused', problem))).toContain(
      '::error file=a.yaml,line=2,title=port-taken::r%0Ah\n',
    );
  });

  it.each([
    ['100% a::b', '100%25 a::b'],
    ['a\r\u001b[31m', 'a\\u{d}\\u{1b}[31m'],
    ['x\n::error::y', 'x%0A::error::y'],
  ])('keeps %j within its command', (message, shown) => {
    const { fix: _, ...bare } = finding({ message });
    expect(githubReport(pendingReport({ findings: [bare] })).split('\n')[0]).toBe(
      `::error file=main.go,line=3,col=4,title=markers-in-doc-comment::${shown}`,
    );
  });

  it('keeps a hostile file name within its property', () => {
    const path = 'a,line=9::x%\n::error::.go';
    expect(githubReport(pendingReport({ findings: [finding({ path })] })).split('\n')[0]).toContain(
      'file=a%2Cline=9%3A%3Ax%25\\u{a}%3A%3Aerror%3A%3A.go,line=3',
    );
  });
});
