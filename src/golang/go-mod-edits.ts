import { lineEndingOf, type SourceFile } from '../repository/source-file.ts';
import { nextLine } from './edits/lines.ts';
import type { TextEdit } from './edits/text-edit.ts';
import { type ModBlock, type ModFile, type ModLine, readModLines } from './go-mod-lines.ts';

/** A module and a version of it. */
export interface WantedModule {
  readonly path: string;
  readonly version: string;
}

/** One `require` line, or block, with its lines. */
interface RequireGroup {
  readonly block: ModBlock | undefined;
  readonly lines: readonly ModLine[];
  readonly commented: boolean;
}

/**
 * Makes modules direct requirements: what `go mod tidy` does when code begins to import a package of an `// indirect` module
 * (modfile's SetRequireSeparateIndirect). Out of the last purely indirect block they move into the last purely direct one, sorted;
 * anywhere else they only lose the mark. Modules that are not there, or are direct already, are passed over.
 */
export function makeDirect(file: SourceFile, paths: readonly string[]): TextEdit[] {
  const groups = requireGroups(file);
  const target = groups.findLast((group) => isPure(group, false));
  const source = groups.findLast((group) => isPure(group, true));
  const lines = groups
    .flatMap((group) => group.lines)
    .filter((line) => isIndirect(line) && paths.includes(pathOf(line)));
  const movable = source?.block ? lines.filter((line) => source.lines.includes(line)) : [];
  // With no block to move to, and none that stays behind, the block itself becomes the direct one.
  const moving = target || movable.length < (source?.lines.length ?? 0) ? movable : [];
  const staying = lines.filter((line) => !moving.includes(line));
  const wanted = moving.map(wantedOf);
  return [
    ...staying.map((line) => withoutMark(file, line)),
    ...(target ? addTo(file, target, wanted) : source ? addBefore(file, source, wanted) : []),
    ...(source ? removeFrom(file, source, moving) : []),
  ];
}

/** Adds direct requirements to the last purely direct block, sorted; without one, in a new line behind the last requirement. */
export function addRequirements(file: SourceFile, wanted: readonly WantedModule[]): TextEdit[] {
  if (wanted.length === 0) return [];
  const groups = requireGroups(file);
  const target = groups.findLast((group) => isPure(group, false));
  if (target) return addTo(file, target, wanted);
  const eol = lineEndingOf(file.text);
  const last = groups.at(-1);
  const at = nextLine(file.text, last?.block?.closing.end ?? last?.lines[0]?.end ?? endOfModule(file));
  const lines = sorted(wanted).map(({ path, version }) => `${eol}require ${path} ${version}${eol}`);
  return [{ start: at, end: at, replacement: lines.join('') }];
}

function requireGroups(file: SourceFile): RequireGroup[] {
  const mod = readModLines(file);
  const required = mod.lines.filter(({ verb }) => verb === 'require');
  const single = required
    .filter(({ block }) => block === undefined)
    .map(
      (line): RequireGroup => ({
        block: undefined,
        lines: [line],
        commented: commentAbove(file.text, line.start),
      }),
    );
  const blocks = mod.blocks.flatMap((block, index) =>
    block.verb === 'require' ? [groupOf(file, mod, block, index)] : [],
  );
  return [...single, ...blocks]
    .filter(({ lines }) => lines.length > 0)
    .sort((a, b) => startOf(a) - startOf(b));
}

function groupOf(file: SourceFile, mod: ModFile, block: ModBlock, index: number): RequireGroup {
  const inner = file.text.slice(block.opening.start, block.closing.start);
  const commented =
    /^[ \t]*\/\//m.test(inner) || /\(\s*\/\//.test(inner) || commentAbove(file.text, block.opening.start);
  return { block, lines: mod.lines.filter((line) => line.block === index), commented };
}

function startOf({ block, lines }: RequireGroup): number {
  return block?.opening.start ?? lines[0]?.start ?? 0;
}

function commentAbove(text: string, start: number): boolean {
  return /(^|\n)[\t ]*\/\/[^\n]*\r?\n$/.test(text.slice(0, start));
}

function isIndirect({ comment }: ModLine): boolean {
  return /^indirect(;|$)/.test(comment ?? '');
}

/** All lines direct, or all `// indirect`, and not another comment: only then tidy moves lines between groups. */
function isPure({ lines, commented }: RequireGroup, indirect: boolean): boolean {
  return !commented && lines.every((line) => line.comment === (indirect ? 'indirect' : undefined));
}

function pathOf(line: ModLine): string {
  return line.words[0] ?? '';
}

function wantedOf(line: ModLine): WantedModule {
  return { path: pathOf(line), version: line.words[1] ?? '' };
}

/** `// indirect` goes; of `// indirect; why` the reason stays. */
function withoutMark(file: SourceFile, line: ModLine): TextEdit {
  const text = file.text.slice(line.start, line.end);
  const start = line.start + text.indexOf('//');
  const reason = /^\/\/\s*indirect;(.*)$/.exec(text.slice(start - line.start))?.[1];
  const blanks = /(?<![\t ])[\t ]*$/.exec(file.text.slice(line.start, start))?.[0].length ?? 0;
  if (reason === undefined) return { start: start - blanks, end: line.end, replacement: '' };
  return { start, end: line.end, replacement: `//${reason}` };
}

function removeFrom(file: SourceFile, source: RequireGroup, moving: readonly ModLine[]): TextEdit[] {
  const { block } = source;
  if (!block || moving.length === 0) return [];
  const left = source.lines.filter((line) => !moving.includes(line));
  const only = left.length === 1 ? left[0] : undefined;
  if (only) return asLine(file, block, only);
  if (left.length > 0) {
    return moving.map(({ start, end }) => ({ start, end: nextLine(file.text, end), replacement: '' }));
  }
  const end = nextLine(file.text, block.closing.end);
  const behind = /^\r?\n/.exec(file.text.slice(end))?.[0].length ?? 0;
  // The blank line that parts it from its neighbours goes too: at the end of the file that is the one above.
  const above = end < file.text.length ? 0 : blankLineAbove(file.text, block.opening.start);
  return [{ start: block.opening.start - above, end: end + behind, replacement: '' }];
}

function blankLineAbove(text: string, start: number): number {
  return /(?<=\n)\r?\n$/.exec(text.slice(0, start))?.[0].length ?? 0;
}

/** A block of one requirement becomes a line, as tidy makes it. */
function asLine(file: SourceFile, block: ModBlock, line: ModLine): TextEdit[] {
  const indent = /^\s*/.exec(file.text.slice(line.start))?.[0].length ?? 0;
  return [
    { start: block.opening.start, end: line.start + indent, replacement: 'require ' },
    { start: line.end, end: block.closing.end, replacement: '' },
  ];
}

function addTo(file: SourceFile, target: RequireGroup, wanted: readonly WantedModule[]): TextEdit[] {
  if (wanted.length === 0) return [];
  const eol = lineEndingOf(file.text);
  const only = target.lines[0];
  if (!target.block && only) {
    const lines = sorted([wantedOf(only), ...wanted]).map(
      ({ path, version }) => `\t${path} ${version}${eol}`,
    );
    return [{ start: only.start, end: only.end, replacement: `require (${eol}${lines.join('')})` }];
  }
  return sorted(wanted).map(({ path, version }) => {
    const next = target.lines.find((line) => pathOf(line) > path);
    const at = next?.start ?? target.block?.closing.start ?? file.text.length;
    return { start: at, end: at, replacement: `\t${path} ${version}${eol}` };
  });
}

/** Where nothing is wholly direct yet, the direct requirements come to stand above the indirect ones. */
function addBefore(file: SourceFile, group: RequireGroup, wanted: readonly WantedModule[]): TextEdit[] {
  if (wanted.length === 0) return [];
  const eol = lineEndingOf(file.text);
  const lines = sorted(wanted).map(({ path, version }) => `${path} ${version}`);
  const text =
    lines.length === 1
      ? `require ${lines[0]}`
      : `require (${eol}${lines.map((line) => `\t${line}${eol}`).join('')})`;
  return [{ start: startOf(group), end: startOf(group), replacement: text + eol + eol }];
}

function sorted(wanted: readonly WantedModule[]): WantedModule[] {
  return [...wanted].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function endOfModule(file: SourceFile): number {
  return readModLines(file).lines.find(({ verb }) => verb === 'module')?.end ?? 0;
}
