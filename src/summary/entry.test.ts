import { describe, expect, it } from 'vitest';
import { jsonLine } from '../reports/json.ts';
import { pendingReport } from '../reports/report.testing.ts';
import { readEntry } from './entry.ts';

const report = { schema: 1, repository: '/r', status: 'migrated', reason: 'migrated' };

describe('the entry of a line', () => {
  it('is what the report says', () => {
    expect(readEntry(jsonLine(pendingReport(), { exitCode: 0, durationMs: 12 }))).toEqual({
      repository: pendingReport().repository,
      status: 'pending',
      reason: 'migration-pending',
      durationMs: 12,
      pullRequest: undefined,
    });
  });

  it('has the pull request, where there is one', () => {
    const opened = { ...report, pullRequest: { url: 'https://example.org/pull/1' } };
    expect(readEntry(JSON.stringify(opened)).pullRequest).toBe('https://example.org/pull/1');
    for (const pullRequest of [null, {}, { url: null }, { url: '' }, 'x', 3]) {
      expect(readEntry(JSON.stringify({ ...report, pullRequest })).pullRequest).toBeUndefined();
    }
  });

  it.each([
    ['', /^no JSON: /],
    ['{"schema":1', /^no JSON: /],
    ['[]', /no object/],
    ['null', /no object/],
    ['{}', /schema is missing/],
    [JSON.stringify({ ...report, schema: 2 }), /schema is 2/],
    [JSON.stringify({ ...report, status: 'fine' }), /status is none that this version knows: "fine"/],
    [JSON.stringify({ ...report, reason: 'a\nb' }), /reason is no code/],
    [JSON.stringify({ ...report, reason: 'x'.repeat(81) }), /reason is no code/],
    [JSON.stringify({ ...report, repository: 3 }), /repository is no path: 3/],
    [JSON.stringify({ ...report, durationMs: -1 }), /duration/],
    [JSON.stringify({ ...report, durationMs: '1' }), /duration/],
  ])('is refused for %s', (json, message) => {
    expect(() => readEntry(json)).toThrow(message);
  });

  it('is refused in few words, however long the line', () => {
    const line = `{"a": ${'x'.repeat(100_000)}`;
    const message = (() => {
      try {
        return JSON.stringify(readEntry(line));
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message.length).toBeLessThan(200);
  });
});
