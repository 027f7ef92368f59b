import type { Answers } from '../evidence.ts';

/**
 * How a manager is run. `isolated`: namespaces of its own, a root of its own, the rendered arguments. `chroot`: the same root, but on
 * the host's network. `plain`: as an ordinary process with a kubeconfig; some arguments differ.
 */
export type LiveMode = 'isolated' | 'chroot' | 'plain';

/** What the program that runs beside the managers is told; JSON. */
export interface LiveJob {
  readonly mode: LiveMode;
  readonly etcd: string;
  readonly apiServer: string;
  /** The program that changes the root; empty in plain mode. */
  readonly sandbox: string;
  /** An empty folder for everything that is written. */
  readonly folder: string;
  readonly runs: readonly LiveRun[];
}

/** One manager with one list of arguments. */
export interface LiveRun {
  readonly id: string;
  readonly binary: string;
  /** Where the image has the program, e.g. `/manager`. */
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Objects for the API server, without CRDs. */
  readonly objects: readonly ApiObject[];
  /** CRDs as YAML texts. */
  readonly crds: readonly string[];
  readonly mounts: readonly Mount[];
  /** Also ask it without the two rules. */
  readonly withoutRules: boolean;
}

export interface ApiObject {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata?: { readonly name?: string; readonly namespace?: string } | undefined;
  readonly [key: string]: unknown;
}

/** A folder of the container: the files that the render knows, and a serving certificate where none is known. */
export interface Mount {
  readonly path: string;
  readonly files: Readonly<Record<string, string>>;
  readonly certificate: boolean;
}

/** What came of a run. */
export interface LiveOutcome {
  readonly id: string;
  readonly answers?: Answers;
  readonly withoutRules?: Answers;
  /** Why there are no answers, or why they cannot be trusted. */
  readonly failure?: string;
  /** The last lines that the manager printed. */
  readonly output: string;
  /** Kinds of other projects that were served by a stub, as `Kind.group`. */
  readonly stubs: readonly string[];
  /** Objects that the API server refused. */
  readonly refused: readonly string[];
  /** Arguments that are not the rendered ones. */
  readonly changedArguments: readonly string[];
  readonly milliseconds: number;
}

/** What the program prints. */
export interface LiveResult {
  readonly version: string;
  readonly outcomes: readonly LiveOutcome[];
  /** Why nothing could be started. */
  readonly failure?: string;
}
