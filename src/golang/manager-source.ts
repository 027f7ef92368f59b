import type { Problem } from '../repository/problem.ts';
import type { ParseSite } from './command-line.ts';
import type { GoModule } from './go-module.ts';
import type { Located } from './node.ts';
import type { GoProgram } from './program.ts';
import type { Trace } from './trace.ts';

export type { Located } from './node.ts';

/** A command-line flag that carries the metrics address today. */
export interface MetricsFlag {
  /** Without dashes, e.g. `metrics-bind-address`. */
  readonly name: string;
  /** Its default, where it is a constant: the value, without quotes. */
  readonly default: string | undefined;
  /** The one address that a computed default names: `:8080` of `envOr("METRICS_ADDR", ":8080")`. */
  readonly fallback?: string | undefined;
  /** File and UTF-16 range of the call that registers it. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** What a manager already registers AND uses of the diagnostics APIs (design §2). */
export type Adoption = 'none' | 'manager-options' | 'diagnostics-options' | 'metrics-filters';

/** The Go side of one controller manager: everything that the survey found out about it. */
export interface ManagerSource {
  /** Path of the file with `func main`. */
  readonly entryPoint: string;
  /** Its folder, '.' for the root. */
  readonly packageDirectory: string;
  readonly module: GoModule;
  readonly mainFunction: Located;
  readonly adoption: Adoption;
  /** The library that reads the command line today; a private flag set counts too. */
  readonly parser: 'flag' | 'pflag';
  readonly metricsFlags: readonly MetricsFlag[];
  /** Names of the flags that the binary's own packages register, as far as they are constants. */
  readonly flagNames: ReadonlySet<string>;
  /** Flags are also read from environment variables (`ff.WithEnvVars…`). */
  readonly envFlags: boolean;
  /** Import paths used by package main and, within the repository, by what it imports. */
  readonly binaryImports: readonly string[];
  /** The address where it is a constant (`"0"` switches metrics off), else undefined. */
  readonly constantAddress: string | undefined;
  /**
   * The address comes out of a configuration file: the Go file that takes it from there. No flag can take its place, but the manager can
   * serve securely where the file says.
   */
  readonly configured: string | undefined;
  /** Why the Go side cannot be migrated, where it cannot; the step refuses with it. */
  readonly problem: Problem | undefined;
  /** The Go code around it, for questions that only planning has. */
  readonly program: GoProgram;
  /** Functions that run from `main` on, `main` first. */
  readonly reached: readonly Located[];
  /** The call of NewManager. */
  readonly call: Located;
  /** The same for the other managers of the binary, which get their address from the same flag: sub-commands of one program. */
  readonly siblings: readonly ManagerSource[];
  /** Calls of NewManager in this binary that say nothing of metrics, beside this one: they serve `:8080` over plain http. */
  readonly silent: readonly Located[];
  /** The way of the metrics address from NewManager's options back to where it comes from. */
  readonly trace: Trace;
  /** The call that reads the command line, where there is exactly one. */
  readonly parse: ParseSite | undefined;
}
