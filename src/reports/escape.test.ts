import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeJson, escapeLines, escapeText } from './escape.ts';

const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

describe('escapeText', () => {
  it.each([
    ['an ANSI sequence', 'a\u001b[31mb', 'a\\u{1b}[31mb'],
    ['an OSC 8 link', '\u001b]8;;http://x\u0007', '\\u{1b}]8;;http://x\\u{7}'],
    ['a C1 control', 'a\u009b31m', 'a\\u{9b}31m'],
    ['line breaks', 'a\r\nb', 'a\\u{d}\\u{a}b'],
    ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['right-to-left override', 'a\u202eb', 'a\\u{202e}b'],
    ['an isolate', 'a\u2066b', 'a\\u{2066}b'],
    ['a zero-width space', 'a\u200bb', 'a\\u{200b}b'],
    ['a tag character', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['a lone surrogate', 'a\ud800b', 'a\\u{d800}b'],
  ])('shows %s instead of obeying it', (_name, text, shown) => {
    expect(escapeText(text)).toBe(shown);
  });

  it('leaves ordinary text of any language alone', () => {
    expect(escapeText('ä 日本語 😀 ~!"§$%&/()=?')).toBe('ä 日本語 😀 ~!"§$%&/()=?');
  });

  it('leaves nothing unsafe of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(unsafe.test(escapeText(text))).toBe(false);
      }),
    );
  });
});

describe('escapeLines', () => {
  it('keeps lines, and escapes within them', () => {
    expect(escapeLines('a\n\tb\u001b\n')).toBe('a\n\\u{9}b\\u{1b}\n');
  });

  it.each(['::error::x', '  ::set-output name=a::b', '##[error]x', 'text ##[group]x'])(
    'makes no workflow command of %s',
    (line) => {
      const shown = escapeLines(`ok\n${line}\n`).split('\n')[1] ?? '';
      expect(shown.trimStart().startsWith('::')).toBe(false);
      expect(shown).not.toContain('##[');
    },
  );

  it('keeps :: within a line', () => {
    expect(escapeLines('a::b')).toBe('a::b');
  });
});

describe('escapeJson', () => {
  it('parses to the same values, and holds nothing unsafe', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = escapeJson(JSON.stringify({ text: `${text}\u009b\u202e##[error]` }, undefined, 2));
        expect(JSON.parse(json)).toEqual({ text: `${text}\u009b\u202e##[error]` });
        expect(unsafe.test(json.replaceAll('\n', ''))).toBe(false);
        expect(json).not.toContain('##[');
      }),
    );
  });
});
