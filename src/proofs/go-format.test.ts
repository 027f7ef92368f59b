import { describe, expect, it } from 'vitest';
import { firstHunk } from './go-format.ts';

describe('firstHunk', () => {
  it('names the file and the first line that differs, behind the context', () => {
    const diff =
      'diff cmd/main.go.orig cmd/main.go\n--- cmd/main.go.orig\n+++ cmd/main.go\n@@ -7,5 +7,5 @@\n a\n b\n c\n-x:=1\n+x := 1\n';
    expect(firstHunk(diff)).toEqual({
      file: 'cmd/main.go',
      line: 10,
      reason: 'gofmt would change this file',
    });
  });

  it('is nothing where gofmt is content', () => {
    expect(firstHunk('')).toBeUndefined();
  });
});
