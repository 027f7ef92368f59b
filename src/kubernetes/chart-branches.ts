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
