import type { Finding } from '../../migration/finding.ts';
import type { ControllerManager } from '../../survey/model.ts';

const FIX =
  'Allow its ServiceAccount to create tokenreviews (authentication.k8s.io) and subjectaccessreviews (authorization.k8s.io).';

/** Nothing here gives the manager's ServiceAccount a role: it is bound elsewhere, or the manager is deployed from elsewhere. */
export function unboundManager(manager: ControllerManager, adopted: boolean): Finding[] {
  const [rendering] = manager.manifests.renderings;
  if (!rendering) return adopted ? [] : managerWithoutManifests(manager);
  return [
    {
      rule: 'manager-without-role',
      level: 'warning',
      path: rendering.deployment.path,
      line: 1,
      column: 1,
      message: `no role of this repository is bound to the ServiceAccount ${rendering.serviceAccountName}: without rights to create reviews the endpoint answers 500`,
      fix: FIX,
    },
  ];
}

/** Whoever deploys it has to do there what is done in manifests here. A manager that was secured before has that already. */
function managerWithoutManifests({ entryPoint, manifests }: ControllerManager): Finding[] {
  const { templates, rendered, unreached } = manifests;
  if (templates.length + rendered.length + unreached.length > 0) return [];
  return [
    {
      rule: 'manager-without-manifests',
      level: 'note',
      path: entryPoint,
      line: 1,
      column: 1,
      message:
        'no manifest of this repository is known to run this manager: without rights to create reviews its endpoint answers 500',
      fix: `Where it is deployed: ${FIX.charAt(0).toLowerCase()}${FIX.slice(1)}`,
    },
  ];
}

/** All roles that the overlay binds are defined elsewhere. */
export function unknownRole(overlay: string): Finding {
  return {
    rule: 'role-not-in-repository',
    level: 'warning',
    path: overlay,
    line: 1,
    column: 1,
    message:
      'the roles that this overlay binds to the manager are not defined here, so they could not be extended',
    fix: FIX,
  };
}
