import type { GitClone } from '../repository/git-clone.ts';
import { compareTags, isPrerelease, isSameMinor, parseTag, type ReleaseTag } from './tag.ts';

/** What is known of an upstream project from its clone. */
export interface Upstream {
  readonly clone: GitClone;
  /** Releases without pre-releases. */
  readonly releases: readonly ReleaseTag[];
  /** Whether a tag registers the flags, looked up once. */
  readonly registers: (tag: string) => Promise<boolean>;
}

/**
 * Calls and names that mean a secured metrics endpoint: Cluster API's two shapes, the flag itself where it is registered by hand,
 * and the filter of controller-runtime (facts A2, B).
 */
const SIGNS = [
  'AddDiagnosticsOptions(',
  'AddManagerOptions(',
  '"diagnostics-address"',
  'WithAuthenticationAndAuthorization',
];

/** What is compiled into a manager does not lie here. */
const NOT_DEPLOYED = /(^|\/)(vendor|test|tests|testdata|hack|third_party|examples?)\/|_test\.go$/;

export function upstreamOf(clone: GitClone): Upstream {
  const known = new Map<string, Promise<boolean>>();
  const look = async (tag: string) => {
    const paths = await clone.pathsWith(tag, SIGNS);
    return paths.some((path) => path.endsWith('.go') && !NOT_DEPLOYED.test(path));
  };
  const registers = (tag: string) => {
    const answer = known.get(tag) ?? look(tag);
    known.set(tag, answer);
    return answer;
  };
  const releases = clone.tags.flatMap((name) => parseTag(name) ?? []).filter((tag) => !isPrerelease(tag));
  return { clone, releases, registers };
}

/** The tag without diagnostics that speaks against a release: itself, or a later patch of its minor. */
export async function counterExample(upstream: Upstream, tag: ReleaseTag): Promise<string | undefined> {
  for (const candidate of [tag, ...laterPatches(upstream, tag)]) {
    if (!(await upstream.registers(candidate.name))) return candidate.name;
  }
  return undefined;
}

/** Releases of the same minor that came after: one without the flags shows that the tag was cut from another branch. */
export function laterPatches({ releases }: Upstream, tag: ReleaseTag): readonly ReleaseTag[] {
  return releases
    .filter((other) => isSameMinor(other, tag) && (compareTags(other, tag) ?? 0) > 0)
    .sort((one, other) => compareTags(one, other) ?? 0);
}
