import { type Outline, outline, type Span } from './marker-scan.ts';

/** Comments that follow each other without a blank line or code between them, as Go's parser groups them. */
export interface CommentGroup {
  readonly comments: readonly Span[];
  /** The declaration that begins on the next line: this is its doc comment. */
  readonly documents: Span | undefined;
  /** The declaration that ends on the line where the group begins. */
  readonly trails: Span | undefined;
}

/** The comment groups between the declarations of an outline, in order. */
export function commentGroups(found: Outline): CommentGroup[] {
  const groups: Span[][] = [];
  for (const comment of found.comments) {
    const group = groups.at(-1);
    if (group && continues(found, group, comment)) group.push(comment);
    else groups.push([comment]);
  }
  return groups.map((comments) => ({
    comments,
    documents: found.declarations.find((it) => it.firstLine === (comments.at(-1)?.lastLine ?? 0) + 1),
    trails: trailed(found, comments[0]),
  }));
}

/** The type specifications of `type ( … )` as an outline of their own, or undefined for another declaration. */
export function typeGroup(text: string, declaration: Span): Outline | undefined {
  const open = /^type\s*\(/.exec(text.slice(declaration.start, declaration.end))?.[0].length;
  if (open === undefined) return undefined;
  return outline(text, { start: declaration.start + open, end: declaration.end - 1 });
}

/** A comment behind code ends its group with its line: what stands on the next line is another group. */
function continues(found: Outline, group: readonly Span[], comment: Span): boolean {
  const last = group.at(-1);
  if (!last) return false;
  if (found.declarations.some((it) => it.start >= last.end && it.end <= comment.start)) return false;
  return comment.firstLine <= last.lastLine + (trailed(found, group[0]) ? 0 : 1);
}

function trailed(found: Outline, first: Span | undefined): Span | undefined {
  return found.declarations.find((it) => first && it.end <= first.start && it.lastLine === first.firstLine);
}
