import type { Spelling } from './endpoint-flags.ts';

/** How the endpoint is to be secured and spelled (design §6.3). */
export type Style = 'auto' | Spelling;

/** What the user chose. */
export interface MigrationOptions {
  /** Step ids; empty means all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Entry points, or folders that hold one; empty means all managers. */
  readonly managers: readonly string[];
  /** Migrate the managers that can be migrated, though others are refused. */
  readonly skipRefused: boolean;
  readonly style: Style;
  /** The secure port; undefined means 8443. */
  readonly port: number | undefined;
  readonly keepFlags: boolean;
  /** Judged findings: `<rule> [<path>] -- reason`, as the configuration has them. */
  readonly ignore?: readonly string[];
}

/** The options of a run without any flag. */
export const defaultOptions: MigrationOptions = {
  only: [],
  skip: [],
  managers: [],
  skipRefused: false,
  style: 'auto',
  port: undefined,
  keepFlags: false,
};
