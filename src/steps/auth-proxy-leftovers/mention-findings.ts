import type { Finding } from '../../migration/finding.ts';
import { positionAt } from '../../repository/source-file.ts';
import type { Mention } from '../../survey/mentions.ts';

/** A build, script or workflow uses a left-over. */
export function keptBecause(mention: Mention): Finding {
  return {
    rule: 'auth-proxy-role-in-use',
    level: 'warning',
    path: mention.path,
    ...positionAt(mention.text, mention.offset),
    message: `this uses ${mention.what}, a left-over of kube-rbac-proxy, which was therefore kept`,
    fix: `Take ${mention.what} out here, then run the migration again.`,
  };
}

/** A document speaks of a file that this run deletes. */
export function nowGone(mention: Mention): Finding {
  return {
    rule: 'auth-proxy-mention',
    level: 'note',
    path: mention.path,
    ...positionAt(mention.text, mention.offset),
    message: `this speaks of ${mention.what}, which is gone`,
    fix: 'Bring the text up to date.',
  };
}
