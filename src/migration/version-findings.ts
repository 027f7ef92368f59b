import { CLUSTER_API, CONTROLLER_RUNTIME } from '../golang/module-paths.ts';
import { parseVersion, versionInForce } from '../golang/versions.ts';
import type { Repository } from '../repository/repository.ts';
import type { ControllerManager } from '../survey/model.ts';
import { pairedMinor } from './cluster-api-api.ts';
import type { ClusterApiInForce } from './cluster-api-in-force.ts';
import { placeOf } from './decide-refusals.ts';
import type { Finding } from './finding.ts';

/** Notes on versions that do not say what they seem to say: the decision holds, a reader may wonder. */
export function versionFindings(
  repository: Repository,
  manager: ControllerManager,
  clusterApi: ClusterApiInForce | undefined,
): Finding[] {
  const message = replacedMessage(clusterApi) ?? pairingMessage(manager, clusterApi);
  if (!clusterApi || !message) return [];
  const { file, line, column } = placeOf(repository, manager.module, CLUSTER_API);
  return [{ rule: 'cluster-api-version', level: 'note', path: file, line, column, message }];
}

/** The require line names another version than the one that is compiled. */
function replacedMessage(clusterApi: ClusterApiInForce | undefined): string | undefined {
  const { requirement, replacement, version } = clusterApi?.found ?? {};
  if (!requirement || !replacement) return undefined;
  const required = parseVersion(requirement.version);
  const isPlaceholder = required?.major === 0;
  const sameMinor = !clusterApi?.found?.fork && required?.minor === parseVersion(version)?.minor;
  if (isPlaceholder || sameMinor) return undefined;
  return `Cluster API ${requirement.version} is required, but a replace puts another one in its place: ${clusterApi?.description}`;
}

/** The release was made for another controller-runtime. It is not judged: both may well work together. */
function pairingMessage(
  manager: ControllerManager,
  clusterApi: ClusterApiInForce | undefined,
): string | undefined {
  const runtime = parseVersion(versionInForce(manager.module, CONTROLLER_RUNTIME)?.version);
  const minor = clusterApi?.minor;
  if (runtime?.major !== 0 || minor === undefined || pairedMinor(runtime) === minor) return undefined;
  return `Cluster API ${clusterApi?.description} was released with controller-runtime 0.${minor + 10}, here it runs with 0.${runtime.minor}`;
}
