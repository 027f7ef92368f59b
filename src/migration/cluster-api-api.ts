import type { SemanticVersion } from '../golang/versions.ts';
import type { DiagnosticsApi } from './decision.ts';

/** What Cluster API's `util/flags` offers in one version (facts A1). */
export interface OfferedApi {
  readonly api: Exclude<DiagnosticsApi, 'metrics-filters'> | undefined;
  /** It registers the deprecated `--metrics-bind-addr` itself. */
  readonly registersMetricsBindAddr: boolean;
}

/** Days on which the main branch changed: what a pseudo-version between two minors offers (facts A1). */
const MERGED = { diagnostics: '20230915', manager: '20240725', withoutMetricsBindAddr: '20240912' };

const NOTHING: OfferedApi = { api: undefined, registersMetricsBindAddr: false };
const DIAGNOSTICS: OfferedApi = { api: 'diagnostics-options', registersMetricsBindAddr: true };
const MANAGER_1_8: OfferedApi = { api: 'manager-options', registersMetricsBindAddr: true };
const MANAGER: OfferedApi = { api: 'manager-options', registersMetricsBindAddr: false };

/** The table of facts A1: below 1.6 nothing, 1.6 and 1.7 DiagnosticsOptions, from 1.8.0-rc.0 on ManagerOptions. */
export function offeredByVersion(version: SemanticVersion): OfferedApi {
  if (version.commitDay !== undefined && isBetweenReleases(version)) return offeredOn(version.commitDay);
  if (version.major > 1) return MANAGER;
  if (version.major < 1) return NOTHING;
  return offeredByMinor(version.minor, version.prerelease);
}

/** The same for a minor alone, where a fork could only be dated. */
export function offeredByMinor(minor: number, prerelease = ''): OfferedApi {
  if (minor > 8) return MANAGER;
  if (minor < 6) return NOTHING;
  // v1.8.0-beta.0 and beta.1 still have the two files of 1.7.
  if (minor === 8) return /^(alpha|beta)/.test(prerelease) ? DIAGNOSTICS : MANAGER_1_8;
  return minor === 6 && /^alpha/.test(prerelease) ? NOTHING : DIAGNOSTICS;
}

/** A commit of the main branch: `v0.0.0-…`, or one behind an alpha or beta. A release branch counts by its tag. */
function isBetweenReleases({ major, minor, patch, prerelease }: SemanticVersion): boolean {
  return (major === 0 && minor === 0) || (patch === 0 && !/^rc/.test(prerelease));
}

function offeredOn(day: string): OfferedApi {
  if (day >= MERGED.withoutMetricsBindAddr) return MANAGER;
  if (day >= MERGED.manager) return MANAGER_1_8;
  return day >= MERGED.diagnostics ? DIAGNOSTICS : NOTHING;
}

/** What the source of `util/flags` itself offers: a vendored copy, or one in a folder of the repository. */
export function offeredBySource(source: string): OfferedApi {
  const has = (name: string) => new RegExp(`^func ${name}\\(`, 'm').test(source);
  const registersMetricsBindAddr = source.includes('"metrics-bind-addr"');
  if (has('AddManagerOptions') && has('GetManagerOptions'))
    return { api: 'manager-options', registersMetricsBindAddr };
  if (has('AddDiagnosticsOptions') && has('GetDiagnosticsOptions'))
    return { api: 'diagnostics-options', registersMetricsBindAddr };
  return NOTHING;
}

/** Cluster API 1.3 was released with controller-runtime 0.13, and each minor since with the next one (facts A1). */
export function pairedMinor(controllerRuntime: SemanticVersion): number {
  return controllerRuntime.minor - 10;
}
