import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { positionAt } from '../repository/source-file.ts';
import type { Finding } from './finding.ts';
import { placeFindings } from './place-findings.ts';

const text = 'a: 1\n# ä😀 x: 2\nx: 2\n  x: 2\n';
const repository = memoryRepository({ 'a.yaml': text });

function findingAt(offset: number): Finding {
  return { rule: 'r', level: 'note', path: 'a.yaml', ...positionAt(text, offset), message: 'm' };
}

describe('placeFindings', () => {
  it('counts columns in UTF-16 units beside bytes', () => {
    const [placed] = placeFindings(repository, [findingAt(text.indexOf(' x: 2'))]);
    expect(placed).toMatchObject({ line: 2, column: 9, columnUtf16: 6 });
  });

  it('has a fingerprint that does not depend on lines above, nor on indentation', () => {
    const [one] = placeFindings(repository, [findingAt(text.indexOf('x: 2\n  x'))]);
    const moved = memoryRepository({ 'a.yaml': `# new\n${text}` });
    const finding = { ...findingAt(0), line: 4 };
    expect(placeFindings(moved, [finding])[0]?.fingerprint).toBe(one?.fingerprint);
  });

  it('tells equal lines apart by their order', () => {
    const both = placeFindings(
      repository,
      [3, 4].map((line) => ({ ...findingAt(0), line })),
    );
    const [first, second] = both.map(({ fingerprint = '' }) => fingerprint.split(':'));
    expect(first?.[0]).toBe(second?.[0]);
    expect([first?.[1], second?.[1]]).toEqual(['1', '2']);
  });

  it('has no UTF-16 column for what cannot be read', () => {
    const [placed] = placeFindings(repository, [{ ...findingAt(0), path: 'charts' }]);
    expect(placed?.columnUtf16).toBeUndefined();
    expect(placed?.fingerprint).toMatch(/^[0-9a-f]{16}:1$/);
  });
});
