/** A question for the hint of a message, where one of the words is what was probably meant: at most two letters of it are other ones. */
export function didYouMean(written: string, words: readonly string[], prefix = ''): string {
  const near = words
    .map((word) => ({ word, distance: distanceOf(written, word) }))
    .filter(({ word, distance }) => distance <= 2 && distance < word.length / 2)
    .sort((one, other) => one.distance - other.distance)[0];
  return near === undefined ? '' : `Did you mean ${prefix}${near.word}? `;
}

/** How many letters must be put in, taken out or changed. */
function distanceOf(one: string, other: string): number {
  let row = [...other, ''].map((_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [index, wanted] of [...other].entries()) {
      const [left = 0, above = 0, before = 0] = [next[index], row[index + 1], row[index]];
      next.push(Math.min(left + 1, above + 1, before + (letter === wanted ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
