import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inertBlock, inertCode, inertSentence } from './inert-markdown.ts';
import { markdownReport } from './markdown.ts';
import { finding, pendingReport, run } from './report.testing.ts';
import { reportProblem } from './report.ts';

const manager = {
  entryPoint: 'main.go',
  api: 'manager-options',
  versions: { clusterApi: 'v1.12.0', controllerRuntime: 'v0.22.4' },
} as const;

const migrated = pendingReport({
  status: 'migrated',
  managers: [manager],
  findings: [],
  repaired: [finding()],
  readers: [
    { role: 'metrics-reader', path: 'config/rbac/reader.yaml', subjects: ['ServiceAccount mon/prom'] },
  ],
  evidence: [
    {
      proof: 'go-format',
      subject: 'main.go',
      status: 'passed',
      tool: 'gofmt',
      version: 'go1.25',
      command: 'gofmt -l .',
      durationMs: 3,
    },
  ],
  next: [{ command: 'go mod tidy', directory: 'tools', reason: 'go.sum lacks lines' }],
  afterMerge: ['Release first.\nkind: PodMonitor'],
  suppressed: [finding({ rule: 'x', suppression: { kind: 'comment', reason: 'known' } })],
});

describe('markdownReport', () => {
  it('answers what a reviewer asks', () => {
    expect(markdownReport(migrated)).toBe(`**Secured metrics.** \`main.go\`: 1 file

## What was insecure

- **error** \`main.go:3\`: controller-gen ignores these markers. (\`markers-in-doc-comment\`)

## What changed

- \`main.go\`, +1 −0: controller-gen reads no doc comments

## Who may read the metrics now

Whoever sends a bearer token of an identity that may \`get\` the non-resource URL \`/metrics\`. In this repository that is allowed by:

- ClusterRole \`metrics-reader\` (\`config/rbac/reader.yaml\`), bound to \`ServiceAccount mon/prom\`

## What was proved

| | proof | of | with | took |
|---|---|---|---|---|
| passed | go-format | \`main.go\` | \`gofmt -l .\` (\`gofmt go1.25\`) | 0.0 s |

To repeat it: \`diag-codemod verify . --no-cache\`

## What is left to do

- [ ] \`go mod tidy\` in \`tools\`: \`go.sum\` lacks lines

## After the merge

- Release first.
  \`\`\`yaml
  kind: PodMonitor
  \`\`\`

## Judged before

- \`x\` at \`main.go:3\`: known
`);
  });

  it('says that nobody may read yet', () => {
    expect(markdownReport({ ...migrated, readers: [] })).toContain(
      'No ClusterRole of this repository allows that',
    );
  });

  it('gives the reasons of a refusal', () => {
    const text = markdownReport(
      reportProblem(run, 'refused', { code: 'port-taken', reason: 'r', hint: 'h', file: 'a', line: 2 }),
    );
    expect(text).toContain('**Refused, nothing was written.** r');
    expect(text).toContain('- `a:2`: r. h (`port-taken`)');
  });

  it('is never longer than GitHub takes, and says what was left out', () => {
    const many = Array.from({ length: 5000 }, (_, line) =>
      finding({ line, message: 'word '.repeat(20).trim() }),
    );
    const text = markdownReport({ ...migrated, findings: many });
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/… and \d+ more: see the report as JSON or text\./);
    expect(text).toContain('## After the merge');
  });

  it('is not, however many there are', () => {
    const lengths = Array.from({ length: 30 }, (_, at) => {
      const findings = Array.from({ length: 100 + at * 20 }, (__, line) =>
        finding({ line, message: 'word '.repeat(40).trim() }),
      );
      return markdownReport({ ...migrated, findings }).length;
    });
    expect(Math.max(...lengths)).toBeGreaterThan(60_000);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(65_536);
  });

  it('keeps its other sections where the proofs alone would be too long', () => {
    const [proof] = migrated.evidence;
    const evidence = Array.from(
      { length: 3000 },
      (_, at) => ({ ...proof, subject: `overlay ${at}` }) as const,
    );
    const text = markdownReport({ ...migrated, evidence: evidence as typeof migrated.evidence });
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toContain('## After the merge');
  });

  it('has even one endless item in bounds', () => {
    const endless = markdownReport({ ...migrated, summary: 'x '.repeat(100_000), findings: [] });
    expect(endless.length).toBeLessThanOrEqual(65_536);
  });
});

describe('inertSentence', () => {
  it.each([
    ['plain words stay, even the manager’s.', 'plain words stay, even the manager’s.'],
    ['see --flag=:8443, then.', 'see `--flag=:8443`, then.'],
    ['by @someone in #12 and a/b#3', 'by `@someone` in `#12` and `a/b#3`'],
    ['<img src=x> **bold** [x](http://e)', '`<img` `src=x>` `**bold**` `[x](http://e`)'],
    ['a_b_c ~~d~~ \\x :tada:', '`a_b_c` `~~d~~` `\\x` `:tada`:'],
    ['fixes GH-12 0a1b2c3', 'fixes `GH-12` `0a1b2c3`'],
    ['x`y', '``x`y``'],
    ['a\nb', '`a\\u{a}b`'],
    ['wait ... (( and ).', 'wait `...` `((` and `).`'],
  ])('%j', (text, shown) => {
    expect(inertSentence(text)).toBe(shown);
  });
});

describe('inertCode', () => {
  it('cannot be closed from inside', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a`\n ]{0,12}$/), (text) => {
        const code = inertCode(text);
        const [fence = ''] = /^`+/.exec(code) ?? [];
        const inner = code.slice(fence.length, -fence.length);
        expect(code.endsWith(fence)).toBe(true);
        expect(inner.match(/`+/g)?.includes(fence) ?? false).toBe(false);
        expect(code).not.toContain('\n');
      }),
    );
  });
});

describe('inertBlock', () => {
  it('has a fence that no line closes', () => {
    expect(inertBlock(['````', 'x'], 'yaml')).toEqual(['`````yaml', '````', 'x', '`````']);
  });
});
