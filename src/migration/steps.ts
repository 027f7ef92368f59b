import { step as argumentReplacements } from '../steps/argument-replacements/index.ts';
import { step as authProxyLeftovers } from '../steps/auth-proxy-leftovers/index.ts';
import { step as configurationFile } from '../steps/configuration-file/index.ts';
import { step as goMod } from '../steps/go-mod/index.ts';
import { step as helmCharts } from '../steps/helm-charts/index.ts';
import { step as kubeRbacProxy } from '../steps/kube-rbac-proxy/index.ts';
import { step as managerCode } from '../steps/manager-code/index.ts';
import { step as manifestArguments } from '../steps/manifest-arguments/index.ts';
import { step as manifestPort } from '../steps/manifest-port/index.ts';
import { step as metricsAccess } from '../steps/metrics-access/index.ts';
import { step as olmBundle } from '../steps/olm-bundle/index.ts';
import { step as rbacMarkers } from '../steps/rbac-markers/index.ts';
import { step as roleRules } from '../steps/role-rules/index.ts';
import type { Step, StepDescription } from './step.ts';

/** Steps that come first: the others look at the repository as these leave it. */
export const preparations: readonly Step[] = [kubeRbacProxy];

/** All other steps, in the order of the report. A new step is a folder of `src/steps/` and a line here. */
export const steps: readonly Step[] = [
  managerCode,
  rbacMarkers,
  roleRules,
  manifestArguments,
  configurationFile,
  manifestPort,
  authProxyLeftovers,
  metricsAccess,
  helmCharts,
  argumentReplacements,
  olmBundle,
  goMod,
];

/** All of them, in the order in which they take effect: their ids are what `only` and `skip` take. */
export const stepDescriptions: readonly StepDescription[] = [...preparations, ...steps];
