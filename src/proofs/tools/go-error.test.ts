import { describe, expect, it } from 'vitest';
import { firstGoError } from './go-error.ts';

describe('firstGoError', () => {
  it('names the place in the repository', () => {
    expect(firstGoError('# x/cmd\ncmd/main.go:12:3: undefined: y\n', 'operator')).toEqual({
      reason: 'undefined: y',
      file: 'operator/cmd/main.go',
      line: 12,
    });
  });

  it.each(['./main.go:3:1: bad', 'vet: ./main.go:3:1: bad', 'main.go:3: bad'])('understands %s', (line) => {
    expect(firstGoError(line, '.')).toEqual({ reason: 'bad', file: 'main.go', line: 3 });
  });

  it('takes the last words where there is no place', () => {
    expect(firstGoError('go: downloading x v1\ngo: x@v1: 404\n', '.')).toEqual({ reason: 'go: x@v1: 404' });
  });
});
