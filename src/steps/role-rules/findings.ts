import type { Finding } from '../../migration/finding.ts';
import type { ControllerManager } from '../../survey/model.ts';

const FIX =
  'Allow its ServiceAccount to create tokenreviews (authentication.k8s.io) and subjectaccessreviews (authorization.k8s.io).';

/** The manager is deployed from here, but nothing here gives its ServiceAccount a role. */
export function unboundManager(manager: ControllerManager): Finding[] {
  const [rendering] = manager.manifests.renderings;
  if (!rendering) return [];
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
