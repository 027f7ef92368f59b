import { rule as authProxyFileUnused } from '../rules/auth-proxy-file-unused/index.ts';
import { rule as copyBoundInOneNamespace } from '../rules/copy-bound-in-one-namespace/index.ts';
import { rule as copyWithoutReviews } from '../rules/copy-without-reviews/index.ts';
import { rule as deprecatedAddressArgument } from '../rules/deprecated-address-argument/index.ts';
import { rule as diagnosticsArgumentsMissing } from '../rules/diagnostics-arguments-missing/index.ts';
import { rule as filterAlwaysSet } from '../rules/filter-always-set/index.ts';
import { rule as filterWithoutSecureServing } from '../rules/filter-without-secure-serving/index.ts';
import { rule as flagRegisteredTwice } from '../rules/flag-registered-twice/index.ts';
import { rule as flagsNeverParsed } from '../rules/flags-never-parsed/index.ts';
import { rule as idleMetricsFlag } from '../rules/idle-metrics-flag/index.ts';
import { rule as insecureDiagnostics } from '../rules/insecure-diagnostics/index.ts';
import { rule as markersInDocComment } from '../rules/markers-in-doc-comment/index.ts';
import { rule as markersNotRead } from '../rules/markers-not-read/index.ts';
import { rule as metricsOnLoopback } from '../rules/metrics-on-loopback/index.ts';
import { rule as metricsOverPlainHttp } from '../rules/metrics-over-plain-http/index.ts';
import { rule as missingProxyFile } from '../rules/missing-proxy-file/index.ts';
import { rule as portClashWithSidecar } from '../rules/port-clash-with-sidecar/index.ts';
import { rule as reviewsFromLeftOverRole } from '../rules/reviews-from-left-over-role/index.ts';
import { rule as reviewsGrantedTwice } from '../rules/reviews-granted-twice/index.ts';
import { rule as reviewsInNamespacedRole } from '../rules/reviews-in-namespaced-role/index.ts';
import { rule as reviewsNotGranted } from '../rules/reviews-not-granted/index.ts';
import { rule as roleLosesRules } from '../rules/role-loses-rules/index.ts';
import { rule as roleNotAsGenerated } from '../rules/role-not-as-generated/index.ts';
import { rule as secureOptionsNeverPassed } from '../rules/secure-options-never-passed/index.ts';
import { rule as securePortNotDeclared } from '../rules/secure-port-not-declared/index.ts';
import { rule as secureServingOffByDefault } from '../rules/secure-serving-off-by-default/index.ts';
import { rule as secureServingWithoutFilter } from '../rules/secure-serving-without-filter/index.ts';
import { rule as serviceMonitorPlainHttp } from '../rules/service-monitor-plain-http/index.ts';
import { rule as serviceWithoutPort } from '../rules/service-without-port/index.ts';
import { rule as sidecarAsksPlainHttp } from '../rules/sidecar-asks-plain-http/index.ts';
import { rule as sidecarImageGone } from '../rules/sidecar-image-gone/index.ts';
import { rule as sidecarStillActive } from '../rules/sidecar-still-active/index.ts';
import { rule as unknownArgument } from '../rules/unknown-argument/index.ts';
import type { Rule } from './rule.ts';

/** All rules, in the order of the report. A new rule is a folder of `src/rules/` and a line here. */
export const rules: readonly Rule[] = [
  metricsOverPlainHttp,
  secureOptionsNeverPassed,
  secureServingWithoutFilter,
  filterWithoutSecureServing,
  secureServingOffByDefault,
  filterAlwaysSet,
  flagRegisteredTwice,
  flagsNeverParsed,
  idleMetricsFlag,
  insecureDiagnostics,
  deprecatedAddressArgument,
  unknownArgument,
  markersInDocComment,
  markersNotRead,
  roleLosesRules,
  reviewsInNamespacedRole,
  reviewsNotGranted,
  copyBoundInOneNamespace,
  copyWithoutReviews,
  reviewsFromLeftOverRole,
  reviewsGrantedTwice,
  roleNotAsGenerated,
  portClashWithSidecar,
  sidecarAsksPlainHttp,
  sidecarImageGone,
  missingProxyFile,
  sidecarStillActive,
  metricsOnLoopback,
  serviceWithoutPort,
  serviceMonitorPlainHttp,
  securePortNotDeclared,
  diagnosticsArgumentsMissing,
  authProxyFileUnused,
];
