import { finishEdits } from '../../golang/edits/alignment.ts';
import { editImports, importName, type NewImport } from '../../golang/edits/imports.ts';
import { freshName } from '../../golang/edits/names.ts';
import { preferredAlias } from '../../golang/edits/preferred-alias.ts';
import { removeNodes } from '../../golang/edits/removal.ts';
import { applyTextEdits, asChanges, type TextEdit } from '../../golang/edits/text-edit.ts';
import { importedNames, packageName } from '../../golang/imported-names.ts';
import { eachTokenNamed } from '../../golang/node.ts';
import type { GoProgram } from '../../golang/program.ts';
import { type GoFile, type Node, parseGo } from '../../golang/syntax.ts';
import type { Finding } from '../../migration/finding.ts';
import type { Change } from '../../repository/change.ts';
import { orphans, removalOf } from './orphans.ts';
import { problemAt } from './problem-at.ts';

interface FileDraft {
  readonly file: GoFile;
  readonly edits: TextEdit[];
  readonly removed: Node[];
  readonly imports: NewImport[];
}

const WHY = {
  step: 'manager-code',
  reason: 'the manager serves its metrics over https, to authorized clients alone',
};

/** The edits of a run, file by file, before imports and alignment are put right. Two managers may share a file. */
export class Draft {
  readonly program: GoProgram;
  readonly findings: Finding[] = [];
  readonly #files = new Map<string, FileDraft>();

  constructor(program: GoProgram) {
    this.program = program;
  }

  edit(file: GoFile, ...edits: readonly TextEdit[]): void {
    const { edits: all } = this.#of(file);
    for (const edit of edits) if (!all.some((known) => isSame(known, edit))) all.push(edit);
  }

  replace(file: GoFile, node: Node, replacement: string): void {
    this.edit(file, { start: node.startIndex, end: node.endIndex, replacement });
  }

  remove(file: GoFile, node: Node): void {
    const { removed } = this.#of(file);
    if (!removed.some((known) => known.id === node.id)) removed.push(node);
  }

  /** Whether everything on a line (from 0) goes. */
  removesLine(file: GoFile, row: number): boolean {
    return this.#of(file).removed.some(
      (node) => node.startPosition.row <= row && row <= node.endPosition.row,
    );
  }

  /**
   * The name by which `file` speaks of a package, imported if need be: the name in use, else the repository's habit, else the
   * first of `names` that the file has not taken.
   */
  importAs(file: GoFile, path: string, names: readonly [string, ...string[]]): string {
    const known = importName(file, path);
    if (known !== undefined && known !== '_' && known !== '.') return known;
    const { imports } = this.#of(file);
    const planned = imports.find((one) => one.path === path);
    if (planned) return planned.alias ?? packageName(path);
    const habit = preferredAlias(this.program.repository, path);
    const name = freshName([file.root], habit === undefined ? names : [habit, ...names]);
    imports.push(name === packageName(path) ? { path } : { path, alias: name });
    return name;
  }

  /** All changes. Call it once, at the end. */
  finish(): Change[] {
    this.#removeOrphans();
    return [...this.#files.values()].flatMap((draft) => {
      const own = this.program.packageOf(draft.file.path)?.module.modulePath;
      return finished(draft, own);
    });
  }

  /** Each may leave others behind. */
  #removeOrphans(): void {
    for (;;) {
      const found = orphans(this.program, [...this.#files.values()]);
      if (found.length === 0) return;
      for (const declaration of found) {
        const removal = removalOf(declaration);
        if ('remove' in removal) this.remove(declaration.file, removal.remove);
        else this.replace(declaration.file, removal.replace, removal.by);
      }
    }
  }

  #of(file: GoFile): FileDraft {
    const known = this.#files.get(file.path);
    if (known) return known;
    if (/^\/\/ Code generated .* DO NOT EDIT\.$/m.test(file.text)) throw generatedFile(file);
    const draft = { file, edits: [], removed: [], imports: [] };
    this.#files.set(file.path, draft);
    return draft;
  }
}

function finished({ file, edits, removed, imports }: FileDraft, own: string | undefined): Change[] {
  const code = withRemovals(edits, removeNodes(file, removed));
  const unused = unusedImports(file, code);
  return asChanges(
    file,
    finishEdits(file, [...code, ...editImports(file, { add: imports, remove: unused, own })]),
    WHY,
  );
}

/** What is put between lines that go stands where they begin. */
function withRemovals(edits: readonly TextEdit[], removals: readonly TextEdit[]): TextEdit[] {
  const moved = edits.map((edit) => {
    const around = removals.find(({ start, end }) => start < edit.start && edit.end < end);
    return around && edit.start === edit.end ? { ...edit, start: around.start, end: around.start } : edit;
  });
  return [...moved, ...removals];
}

/** Imports that the code spoke of before and speaks of no more: what goes has their names in it. */
function unusedImports(file: GoFile, code: readonly TextEdit[]): string[] {
  const gone = code.map(({ start, end }) => file.text.slice(start, end)).join('\n');
  const named = [...importedNames(file)].filter(([name]) => gone.includes(name) && isSpokenOf(file, name));
  if (named.length === 0) return [];
  const after = parseGo({ ...file, text: applyTextEdits(file.text, code) });
  return named.filter(([name]) => !isSpokenOf(after, name)).map(([, path]) => path);
}

function isSpokenOf(file: GoFile, name: string): boolean {
  for (const { type, parent } of eachTokenNamed(file, name)) {
    if (type === 'package_identifier' && parent?.type === 'qualified_type') return true;
    if (type === 'identifier' && parent?.type === 'selector_expression') return true;
  }
  return false;
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.start === b.start && a.end === b.end && a.replacement === b.replacement;
}

function generatedFile(file: GoFile): Error {
  return problemAt(
    { file, node: file.root },
    {
      code: 'generated-file',
      reason: 'the code of the manager that has to change is generated ("DO NOT EDIT")',
      hint: 'Change what generates it, or migrate this manager by hand.',
    },
  );
}
