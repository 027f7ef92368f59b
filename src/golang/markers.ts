import type { SourceFile } from '../repository/source-file.ts';
import { type MarkedRule, parseRbacMarker } from './marker-grammar.ts';
import { type CommentGroup, commentGroups, typeGroup } from './marker-groups.ts';
import { outline, type Span } from './marker-scan.ts';

/** One `+kubebuilder:rbac` marker outside functions. */
export interface RbacMarker {
  /** `'invalid'`: controller-gen stops with an error there. */
  readonly rule: MarkedRule | 'invalid';
  readonly path: string;
  /** The comment, in UTF-16 units of its file. */
  readonly start: number;
  readonly end: number;
  /**
   * Whether controller-gen sees it. It ignores, without a word, what stands in the doc comment of a declaration
   * (facts D1).
   */
  readonly effective: boolean;
}

interface FoundComment {
  readonly comment: Span;
  readonly isEffective: () => boolean;
}

/**
 * The `+kubebuilder:rbac` markers of a file as controller-gen collects them (pkg/markers/collect.go, unchanged from
 * v0.2 to v0.21): line comments outside declarations that are not the doc comment of one, the file's own excepted.
 * Inside `type ( … )` the closest free comment above a type counts too.
 */
export function collectRbacMarkers(file: SourceFile): RbacMarker[] {
  const found = outline(file.text, { start: 0, end: endOfMarked(file.text) });
  const top = commentGroups(found).flatMap((group) =>
    group.comments.map((comment) => ({ comment, isEffective: () => isPackageLevel(file.text, group) })),
  );
  const inner = found.declarations.flatMap((declaration) => commentsInTypeGroup(file.text, declaration));
  return [...top, ...inner]
    .flatMap((each) => readMarker(file, each))
    .sort((one, other) => one.start - other.start);
}

/** The end of the declaration that the last marker stands before or in: what follows decides nothing. */
function endOfMarked(text: string): number {
  const last = text.lastIndexOf('+kubebuilder:rbac');
  const end = /^[)}].*$/m.exec(text.slice(last));
  return last === -1 ? 0 : end ? last + end.index + end[0].length : text.length;
}

function readMarker(file: SourceFile, { comment, isEffective }: FoundComment): RbacMarker[] {
  const text = file.text.slice(comment.start, comment.end).trimEnd();
  const rule = text.startsWith('//') ? parseRbacMarker(text.slice(2).trim()) : undefined;
  const end = comment.start + text.length;
  if (rule === undefined) return [];
  return [{ rule, path: file.path, start: comment.start, end, effective: isEffective() }];
}

function isPackageLevel(text: string, group: CommentGroup): boolean {
  if (group.trails && endsWithSpecification(text.slice(group.trails.start, group.trails.end))) return false;
  return group.documents === undefined || /^package\s/.test(text.slice(group.documents.start));
}

/** The comment behind `var x = 1` or `type T int` belongs to it; behind a `)` or a function's `}` it is free. */
function endsWithSpecification(declaration: string): boolean {
  return /^(import|var|const|type)\b/.test(declaration) && !/^\w+\s*\(/.test(declaration);
}

/** collect.go takes the closest free group above a type for the type's own, and finds that it is not. */
function commentsInTypeGroup(text: string, declaration: Span): FoundComment[] {
  const inner = typeGroup(text, declaration);
  if (!inner) return [];
  const groups = commentGroups(inner);
  const free = groups.filter((group) => !group.documents && !group.trails);
  const closest = inner.declarations.map((type, index) => {
    const from = inner.declarations[index - 1]?.end ?? 0;
    return free.findLast((group) => isBetween(group, from, type.start));
  });
  return groups.flatMap((group) =>
    group.comments.map((comment) => ({ comment, isEffective: () => closest.includes(group) })),
  );
}

function isBetween(group: CommentGroup, from: number, to: number): boolean {
  return group.comments.every((comment) => comment.start >= from && comment.end <= to);
}
