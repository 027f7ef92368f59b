import type { SourceFile } from './source-file.ts';

/**
 * What is found out of a text is found out once: a file that was read is the same value at every reading, also through an
 * overlay, so a survey of the result of a plan only looks anew at what the plan changes.
 */
export function oncePerFile<File extends SourceFile, Value extends object>(
  find: (file: File) => Value,
): (file: File) => Value {
  const known = new WeakMap<File, Value>();
  return (file) => {
    const before = known.get(file);
    if (before !== undefined) return before;
    const value = find(file);
    known.set(file, value);
    return value;
  };
}
