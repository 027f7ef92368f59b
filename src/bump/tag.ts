/** A tag that numbers a release: `v1.16.1`, `6.5.0`, `cluster-autoscaler-1.30.7`, `v1.19.4-1`. */
export interface ReleaseTag {
  readonly name: string;
  /** What stands before the numbers: only tags with the same one can be compared. */
  readonly prefix: string;
  /** Numbers between dots or underscores, most significant first. */
  readonly numbers: readonly number[];
  /** What stands behind the numbers, with its dash; often nothing. */
  readonly suffix: string;
}

/** Undefined for a tag without numbers, such as a commit. */
export function parseTag(name: string): ReleaseTag | undefined {
  if (isCommit(name)) return undefined;
  const [, prefix = '', digits = '', suffix = ''] =
    /^((?:[A-Za-z]+[-/_])*v?)(\d+(?:[._]\d+)*)(.*)$/.exec(name) ?? [];
  if (digits === '') return undefined;
  return { name, prefix, numbers: digits.split(/[._]/).map(Number), suffix };
}

/** A project may follow a commit instead of a tag. */
export function isCommit(text: string): boolean {
  return /^[0-9a-f]{7,40}$/.test(text);
}

/** Words that semantic versioning and projects give to what comes before a release; `-1` and `-prod` are releases. */
export function isPrerelease({ suffix }: ReleaseTag): boolean {
  return /^[-.+_]?(alpha|beta|rc|pre|preview|dev|snapshot|nightly|test|experimental|canary)/i.test(suffix);
}

/** Negative where `one` is older. Undefined where their prefixes differ. */
export function compareTags(one: ReleaseTag, other: ReleaseTag): number | undefined {
  if (one.prefix !== other.prefix) return undefined;
  const length = Math.max(one.numbers.length, other.numbers.length);
  for (let at = 0; at < length; at++) {
    const difference = (one.numbers[at] ?? 0) - (other.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return compareSuffixes(one, other);
}

/** Whether both have the same major and minor number. */
export function isSameMinor(one: ReleaseTag, other: ReleaseTag): boolean {
  const minor = ({ prefix, numbers }: ReleaseTag) => `${prefix}${numbers[0] ?? 0}.${numbers[1] ?? 0}`;
  return minor(one) === minor(other);
}

/** A pre-release comes before its release; `-2` after `-1`, and both after nothing. */
function compareSuffixes(one: ReleaseTag, other: ReleaseTag): number {
  const rank = (tag: ReleaseTag) => (isPrerelease(tag) ? 0 : 1);
  if (rank(one) !== rank(other)) return rank(one) - rank(other);
  return one.suffix.localeCompare(other.suffix, 'en', { numeric: true });
}
