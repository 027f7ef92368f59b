/** A range of a file in UTF-16 units: `start` is inside, `end` is not. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** One item of a `paths=` option, e.g. `./api/...` of `paths="./api/...;./controllers/..."`. */
export interface GeneratorPath extends TextRange {
  /** The item with its variables resolved; a `$(…)` that nothing defines stays in it. */
  readonly pattern: string;
  /** False where a variable of it is not defined plainly: what it reads is then not known. */
  readonly resolved: boolean;
}

/** One `paths=` word of a call, in its own spelling (facts D2). The range is the whole word with its quotes. */
export interface PathsOption extends TextRange {
  readonly items: readonly GeneratorPath[];
  /** `single`: one item; `semicolons`: `a;b`; `braces`: `{a,b}`. */
  readonly form: 'single' | 'semicolons' | 'braces';
}

/** What the `rbac` generator of a call writes. */
export interface RoleOutput {
  /** The value of `roleName=`; undefined where a variable of it is not defined plainly. */
  readonly roleName: string | undefined;
  /**
   * Path of the file it writes, relative to the repository (`config/rbac/role.yaml` by default).
   * Undefined for `output:stdout`, `output:none`, a folder outside the repository or one that is not known.
   */
  readonly file: string | undefined;
  /** Value of `headerFile=`, relative to the repository: its text comes before the first `---`. */
  readonly headerFile: string | undefined;
  readonly year: string;
}

/** The generator's version and where it was found. */
export interface GeneratorVersion {
  /** e.g. `v0.16.5`. */
  readonly version: string;
  /** File that says so: a Makefile, a script, a tools go.mod, or a generated CRD. */
  readonly file: string;
  /** `pin`: the repository installs that version; `annotation`: the one that wrote the committed CRDs. */
  readonly from: 'pin' | 'annotation';
}

/** One run of controller-gen in a Makefile, a script, a Taskfile or a `//go:generate` line. */
export interface GeneratorCall extends TextRange {
  /** File that holds the call. */
  readonly file: string;
  /** Folder it runs in, relative to the repository, '.' for its root; undefined where a variable hides it. */
  readonly directory: string | undefined;
  /** All its `paths=` words in order. None: the package of `directory` alone is read. */
  readonly paths: readonly PathsOption[];
  /** What its `rbac` generator writes; undefined for a call without one. */
  readonly role: RoleOutput | undefined;
  /** Undefined where nothing tells it. */
  readonly version: GeneratorVersion | undefined;
}
