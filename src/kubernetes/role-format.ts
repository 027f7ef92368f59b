/** How a version of controller-gen combines markers and prints roles (facts D4). */
export interface RoleFormat {
  /**
   * Which rules become one: those that differ in verbs alone (to v0.15), or also those that differ in resources or in
   * groups alone (from v0.16.0), or in URLs too (from v0.16.2).
   */
  readonly merges: 'verbs' | 'resources' | 'urls';
  /** v0.16.0 and v0.16.1 lose markers without resources. */
  readonly dropsRulesWithoutResources: boolean;
  /** `core` becomes `""` before rules are sorted (from v0.16.2), not after. */
  readonly namesCoreFirst: boolean;
  /** A `*` among the verbs stands for all (from v0.17). */
  readonly foldsVerbs: boolean;
  /** `roleName=` of a marker is read (from v0.21). */
  readonly readsRoleName: boolean;
  /** The file begins with an empty line (to v0.7). */
  readonly startsBlank: boolean;
  /** metadata has `creationTimestamp: null` (to v0.11.3). */
  readonly printsTimestamp: boolean;
}

/** The format of a version such as `v0.16.5`. Throws nothing: an unreadable version counts as the newest. */
export function roleFormat(version: string): RoleFormat {
  const from = (minor: number, patch: number) => isAtLeast(version, minor, patch);
  return {
    merges: from(16, 2) ? 'urls' : from(16, 0) ? 'resources' : 'verbs',
    dropsRulesWithoutResources: from(16, 0) && !from(16, 2),
    namesCoreFirst: from(16, 2),
    foldsVerbs: from(17, 0),
    readsRoleName: from(21, 0),
    startsBlank: !from(8, 0),
    printsTimestamp: !from(11, 4),
  };
}

function isAtLeast(version: string, minor: number, patch: number): boolean {
  const parts = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  if (!parts || Number(parts[1]) > 0) return true;
  return Number(parts[2]) > minor || (Number(parts[2]) === minor && Number(parts[3]) >= patch);
}
