import { isMap, isScalar, isSeq } from 'yaml';
import type { Chart } from './chart.ts';
import { type ValuePath, valueAt, valuesNamed } from './chart-values.ts';

/**
 * The branch of a template's blocks in which an offset lies, as a text: two offsets with the same branch are printed
 * together or not at all. `from` is where counting starts.
 */
export function branchAt(text: string, from: number, offset: number): string {
  const open: string[] = [];
  for (const match of text
    .slice(from, offset)
    .matchAll(/\{\{-?\s*(if|range|with|define|block|else|end)\b/g)) {
    const at = match.index;
    if (match[1] === 'end') open.pop();
    else if (match[1] === 'else') open.push(`${open.pop() ?? ''}|${at}`);
    else open.push(`${at}`);
  }
  return open.join('/');
}

/** Whether what stands at an offset is in an `else`. */
export function isInElse(text: string, offset: number): boolean {
  return branchAt(text, 0, offset).includes('|');
}

/** Whether an offset lies in a block that one value of the chart decides, and by default is not printed. */
export function isOffByDefault(chart: Chart | undefined, text: string, offset: number): boolean {
  if (!chart) return false;
  return branchAt(text, 0, offset)
    .split('/')
    .filter((branch) => branch !== '')
    .some((branch) => {
      const [start, ...others] = branch.split('|');
      const action = /^\{\{-?\s*(?:if|with)\s+\$?\.Values\.[\w.]+\s*-?\}\}/.exec(
        text.slice(Number(start)),
      )?.[0];
      const [path] = valuesNamed(action ?? '');
      return path !== undefined && others.length < 2 && isTruthy(chart, path) === (others.length === 1);
    });
}

/** As templates see it: empty texts, lists and mappings are false. */
function isTruthy(chart: Chart, path: ValuePath): boolean {
  const node = valueAt(chart, path);
  if (isMap(node) || isSeq(node)) return node.items.length > 0;
  return isScalar(node) && Boolean(node.value);
}
