import { describe, expect, it } from 'vitest';
import { goWords } from './go-words.ts';

describe('goWords', () => {
  it('are one line', () => {
    expect(goWords('\tserver response: gone\n\n  go: x imports\n\ty\n')).toBe(
      'server response: gone go: x imports y',
    );
  });

  it('do not tell where this machine keeps its modules', () => {
    expect(goWords('/cache/pkg/mod/example.org/a@v1.2.3/a.go:4:2: undefined: b')).toBe(
      'example.org/a@v1.2.3/a.go:4:2: undefined: b',
    );
    expect(goWords('pkg/mod/a.go:1:1: /pkg/mod/no-version')).toBe('pkg/mod/a.go:1:1: /pkg/mod/no-version');
  });
});
