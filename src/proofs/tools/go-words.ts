/** What go and its tools said in several lines, as one sentence of a report: without the folder where this machine keeps its modules. */
export function goWords(text: string): string {
  return text
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?<=^|[\s:'"(])\/[^\s:]*\/pkg\/mod\/(?=[^\s:]+@v)/g, '');
}
