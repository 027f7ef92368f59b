import { webhookPort } from '../../golang/webhook-port.ts';
import { effectiveArguments } from '../../kubernetes/effective-arguments.ts';
import type { Decision } from '../../migration/decision.ts';
import { passedTo } from '../../migration/endpoint.ts';
import { problemAt } from './problem-at.ts';

/** Refuses the port on which the manager's own webhook server listens: it would not start. What arguments say is seen where they stand. */
export function refuseWebhookPort({ manager, port }: Decision): void {
  const webhook = webhookPort(manager.source);
  if (webhook?.port !== port) return;
  const { renderings } = manager.manifests;
  if (renderings.some((it) => passedTo(effectiveArguments(it), webhook.flag) !== undefined)) return;
  throw problemAt(webhook.at, {
    code: 'port-taken',
    reason: `port ${port} of the manager’s pod belongs to its webhook server`,
    hint: 'Choose another port for the diagnostics with --port.',
  });
}
