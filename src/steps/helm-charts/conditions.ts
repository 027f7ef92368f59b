import { type ValuePath, valuesNamed } from '../../kubernetes/chart-values.ts';

/** The value on which depends whether what stands at `offset` is printed; undefined where that is no single value, or none. */
export function conditionAt(text: string, from: number, offset: number): ValuePath | undefined {
  const open: string[] = [];
  for (const [action, word] of text
    .slice(from, offset)
    .matchAll(/\{\{-?\s*(if|with|range|else|end)\b[^{}]*\}\}/g)) {
    if (word === 'end') open.pop();
    else if (word !== 'else') open.push(action);
  }
  const named = valuesNamed(open.at(-1) ?? '');
  return named.length === 1 ? named[0] : undefined;
}
