import { describe, expect, it, vi } from 'vitest';
import { oncePerFile } from './once-per-file.ts';

describe('oncePerFile', () => {
  it('finds out once for a file, and anew for another one with the same path', () => {
    const find = vi.fn(({ text }: { text: string }) => ({ length: text.length }));
    const lengthOf = oncePerFile(find);
    const file = { path: 'a.go', text: 'one', mode: 0o644 };
    const first = lengthOf(file);
    expect([first, lengthOf(file) === first]).toEqual([{ length: 3 }, true]);
    expect(lengthOf({ ...file, text: 'three' })).toEqual({ length: 5 });
    expect(find).toHaveBeenCalledTimes(2);
  });
});
