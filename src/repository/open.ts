import { lstatSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { overlayRepository } from './overlay.ts';
import { ProblemError } from './problem.ts';
import { checkText, FORBIDDEN_FILE, type FoundText, headOfLarge, identityOf, readText } from './read-text.ts';
import type { Repository } from './repository.ts';
import type { SourceFile } from './source-file.ts';
import { walk } from './walk.ts';

/**
 * Opens a directory as data: lists it at once, reads its files when they are asked for.
 * Throws a usage problem when `root` is no directory.
 */
export function openRepository(root: string): Repository {
  return new DiskRepository(realDirectory(root));
}

/** The absolute path of a directory, links resolved. Throws a usage problem when there is none. */
export function realDirectory(root: string): string {
  const path = resolve(root);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return realpathSync(path);
  throw new ProblemError('usage', {
    code: 'no-directory',
    reason: `${JSON.stringify(root)} is no directory`,
    hint: 'Give the root directory of a Go repository.',
  });
}

class DiskRepository implements Repository {
  readonly root: string;
  readonly paths: readonly string[];
  readonly beneath = undefined;
  readonly #listed: ReadonlySet<string>;
  readonly #found = new Map<string, FoundText | undefined>();
  readonly #files = new Map<string, SourceFile>();
  /** For each text that was looked for the files that were looked into: every survey looks for the same texts. */
  readonly #answers = new Map<string, Map<string, boolean>>();

  constructor(root: string) {
    this.root = root;
    this.paths = walk(root);
    this.#listed = new Set(this.paths);
  }

  has(path: string): boolean {
    return this.#listed.has(path);
  }

  read(path: string): SourceFile | undefined {
    const known = this.#files.get(path);
    if (known) return known;
    const found = this.#find(path);
    if (!found) return undefined;
    checkText(this.root, path, found.text);
    const file = { path, text: found.text, mode: found.mode };
    this.#files.set(path, file);
    return file;
  }

  tryRead(path: string): SourceFile | undefined {
    return ignoringRefusals(() => this.read(path));
  }

  contains(path: string, needle: string): boolean {
    const answers = this.#answers.get(needle) ?? new Map<string, boolean>();
    this.#answers.set(needle, answers);
    const known = answers.get(path);
    if (known !== undefined) return known;
    const text = ignoringRefusals(() => this.#find(path)?.text) ?? headOfLarge(this.root, path);
    const answer = text?.includes(needle) ?? false;
    answers.set(path, answer);
    return answer;
  }

  overlay(files: ReadonlyMap<string, SourceFile | undefined>): Repository {
    return overlayRepository(this, files);
  }

  changedSinceRead(): readonly string[] {
    return [...this.#found]
      .filter(([path, was]) => this.#identityNow(path) !== was?.identity)
      .map(([path]) => path);
  }

  /** Texts stay cached: prefilters ask for the same files again and again. */
  #find(path: string): FoundText | undefined {
    if (!this.#listed.has(path)) return undefined;
    if (!this.#found.has(path)) this.#found.set(path, readText(this.root, path));
    return this.#found.get(path);
  }

  #identityNow(path: string): string | undefined {
    const stats = lstatSync(join(this.root, path), { throwIfNoEntry: false });
    return stats && identityOf(stats);
  }
}

function ignoringRefusals<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.kind !== 'refused') throw error;
    if (error.problem.code === FORBIDDEN_FILE) throw error;
    return undefined;
  }
}
