/** One fenced block of a page, in pieces that are each of one file. */
export interface PageBlock {
  readonly language: string;
  readonly text: string;
  /** Text that must stand in one file, and of which state of the repository it speaks. */
  readonly pieces: readonly PagePiece[];
}

export interface PagePiece {
  readonly side: 'before' | 'after';
  readonly lines: readonly string[];
}

const BLOCK = /^( *)```(\w*)\n([\s\S]*?)^ *```$/gm;

/**
 * The fenced blocks of a page. What stands behind a line `After …` or `# after` is what a run leaves; a comment line with a path begins
 * another file.
 */
export function blocksOf(page: string): readonly PageBlock[] {
  return [...page.matchAll(BLOCK)].map((match) => {
    const [, indent = '', language = '', body = ''] = match;
    const text = body.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    const above = [...page.slice(0, match.index).matchAll(/^(?:## )?(Before|After)\b.*$/gm)].at(-1)?.[1];
    return { language, text, pieces: piecesOf(text, above === 'After' ? 'after' : 'before') };
  });
}

function piecesOf(text: string, first: PagePiece['side']): PagePiece[] {
  const pieces: { side: PagePiece['side']; lines: string[] }[] = [{ side: first, lines: [] }];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const side = /^# (before|after)$/.exec(line)?.[1] as PagePiece['side'] | undefined;
    const isFile = /^# [\w./-]+\.(ya?ml|go|mod)$/.test(line);
    if (side || isFile) pieces.push({ side: side ?? pieces.at(-1)?.side ?? first, lines: [] });
    else pieces.at(-1)?.lines.push(line);
  }
  return pieces.filter(({ lines }) => lines.length > 0);
}

/** Whether a text holds these lines one below the other, all of them indented more by the same. */
export function holds(text: string, lines: readonly string[]): boolean {
  const all = text.split('\n').map((line) => line.trimEnd());
  return all.some((_, from) => {
    const at = all.slice(from, from + lines.length);
    const start = all[from]?.indexOf((lines[0] ?? '').trimStart()) ?? -1;
    const extra = start - ((lines[0] ?? '').length - (lines[0] ?? '').trimStart().length);
    if (start < 0 || extra < 0) return false;
    const indent = all[from]?.slice(0, extra) ?? '';
    return (
      at.length === lines.length &&
      lines.every((line, index) => at[index] === (line === '' ? '' : indent + line))
    );
  });
}
