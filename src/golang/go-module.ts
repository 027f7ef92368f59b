/** One `require` line of a go.mod. */
export interface Requirement {
  readonly path: string;
  readonly version: string;
  readonly indirect: boolean;
  /** UTF-16 range of the whole line in go.mod, without its line ending. */
  readonly start: number;
  readonly end: number;
}

/** One `replace` line. `target` is a module path with a version, or a folder (`./x`, `../x`) without one. */
export interface Replacement {
  readonly path: string;
  readonly version?: string;
  readonly target: string;
  readonly targetVersion?: string;
}

/** A go.mod and where it lies. */
export interface GoModule {
  /** Folder of go.mod, POSIX, relative to the repository; '.' for the root. */
  readonly directory: string;
  /** Path of go.mod in the repository. */
  readonly file: string;
  readonly modulePath: string;
  readonly goVersion: string | undefined;
  readonly requirements: readonly Requirement[];
  readonly replacements: readonly Replacement[];
  /** Whether `vendor/modules.txt` lies beside go.mod. */
  readonly vendored: boolean;
}
