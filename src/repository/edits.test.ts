import { describe, expect, it } from 'vitest';
import type { Edit } from './change.ts';
import { applyEdits } from './edits.ts';

/** Replaces `expected`, or inserts behind `after`. */
function edited(
  text: string,
  ...edits: readonly { expected?: string; after?: string; by: string }[]
): string {
  const changes = edits.map(({ expected = '', after = expected, by }): Edit => {
    const at = text.indexOf(after);
    const start = expected === '' ? at + after.length : at;
    const end = start + expected.length;
    return { kind: 'edit', path: 'a', step: 's', reason: 'r', start, end, expected, replacement: by };
  });
  return applyEdits({ path: 'a', text, mode: 0o644 }, changes);
}

describe.each(['\n', '\r\n'])('lines behind a line that goes (%j)', (br) => {
  const text = `args:${br}- a${br}- b${br}rest${br}`;

  it('take its place, whichever edit comes first', () => {
    const removal = { expected: `- b${br}`, by: '' };
    const lines = { after: '- b', by: `${br}ports:${br}- c` };
    expect(edited(text, removal, lines)).toBe(`args:${br}- a${br}ports:${br}- c${br}rest${br}`);
    expect(edited(text, lines, removal)).toBe(`args:${br}- a${br}ports:${br}- c${br}rest${br}`);
  });

  it('stand behind a line that stays', () => {
    expect(edited(text, { after: '- b', by: `${br}- c` })).toBe(
      `args:${br}- a${br}- b${br}- c${br}rest${br}`,
    );
  });

  it('overlap what goes around them', () => {
    const within = () =>
      edited(text, { expected: `- a${br}- b${br}`, by: '' }, { after: '- a', by: `${br}- c` });
    expect(within).toThrow('overlap');
    const half = () => edited(text, { expected: ` b${br}`, by: '' }, { after: '- b', by: `${br}- c` });
    expect(half).toThrow('overlap');
  });
});
