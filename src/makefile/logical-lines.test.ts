import { describe, expect, it } from 'vitest';
import { logicalLines, taskLines } from './logical-lines.ts';

function textsOf(text: string, ranges: readonly { start: number; end: number }[]): string[] {
  return ranges.map((range) => text.slice(range.start, range.end));
}

describe('logicalLines', () => {
  it('joins lines that a backslash continues', () => {
    const text = 'a \\\n  b\nc\n';
    expect(textsOf(text, logicalLines(text))).toEqual(['a \\\n  b', 'c']);
  });

  it('reads CRLF', () => {
    const text = 'a \\\r\n  b\r\nc\r\n';
    expect(textsOf(text, logicalLines(text))).toEqual(['a \\\r\n  b\r', 'c\r']);
  });

  it('reads a last line without an ending, and a backslash at the end of the text', () => {
    expect(textsOf('a\nb', logicalLines('a\nb'))).toEqual(['a', 'b']);
    expect(textsOf('a \\', logicalLines('a \\'))).toEqual(['a \\']);
  });

  it('has no line for an empty text', () => {
    expect(logicalLines('')).toEqual([]);
  });
});

describe('taskLines', () => {
  it('takes the dash, the key and the quotes off a command', () => {
    const text = ['cmds:', '  - gen a', "  - cmd: 'gen b'", '  - "gen c"', ''].join('\n');
    expect(textsOf(text, taskLines(text))).toEqual(['cmds:', 'gen a', 'gen b', 'gen c']);
  });

  it('reads a folded block as one line', () => {
    const text = ['    - >-', '      gen', '        a', '      b', '    - next', ''].join('\n');
    const lines = textsOf(text, taskLines(text));
    expect(lines.map((line) => line.trim().split(/\s+/).join(' '))).toEqual(['gen a b', 'next']);
  });

  it('reads the lines of a literal block one by one', () => {
    const text = ['    - |', '      one', '      two', ''].join('\n');
    expect(textsOf(text, taskLines(text)).slice(1)).toEqual(['one', 'two']);
  });
});
