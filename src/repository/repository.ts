import type { SourceFile } from './source-file.ts';

/**
 * A directory as data. Reading is lazy and cached; nothing here writes.
 *
 * Links, `.git`, `node_modules` and `.diag-codemod` are not part of it (security.md §7).
 */
export interface Repository {
  /** Absolute path of the directory given. Used to apply a change set and in messages, never to read around {@link read}. */
  readonly root: string;
  /** Paths of all regular files, sorted by UTF-16 order. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** The file, or undefined where there is none. Throws a refusal when it is no strict UTF-8, or too large. */
  read(path: string): SourceFile | undefined;
  /**
   * The same, or undefined for a file that cannot be read as text too. For files that are only looked at.
   */
  tryRead(path: string): SourceFile | undefined;
  /** The same repository with some files replaced (text) or gone (undefined): what a change set would leave. */
  overlay(files: ReadonlyMap<string, SourceFile | undefined>): Repository;
  /**
   * Whether the file holds `needle`, without checking its encoding; false for a file that cannot be read.
   * For many files there is `search()`.
   */
  contains(path: string, needle: string): boolean;
  /** What an overlay lies over, and the paths of the files that differ; undefined for what is no overlay. */
  readonly beneath: Beneath | undefined;
  /** Paths of files that were read and are no longer what they were: someone else is writing. */
  changedSinceRead(): readonly string[];
}

/** What an overlay lies over. */
export interface Beneath {
  readonly repository: Repository;
  /** Of the files that differ from it. */
  readonly paths: readonly string[];
}
