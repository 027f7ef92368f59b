import { argumentsOf } from './calls.ts';
import type { ManagerSource } from './manager-source.ts';
import type { Located } from './node.ts';
import { traceValue } from './trace.ts';

/** Where the code says on which port the manager's webhook server listens. */
export interface WebhookPort {
  readonly port: number;
  /** The number as it is written. */
  readonly at: Located;
  /** The flag whose default it is. */
  readonly flag: string | undefined;
}

/** Follows `WebhookServer: webhook.NewServer(webhook.Options{Port: …})`; undefined where no plain number is written. */
export function webhookPort({ program, call, reached }: ManagerSource): WebhookPort | undefined {
  const options = call.node.type === 'call_expression' ? argumentsOf(call.node)[1] : undefined;
  const server = options && originOf({ file: call.file, node: options }, 'WebhookServer');
  const made = server?.kind === 'computed' ? server.at : undefined;
  const given = made?.node.type === 'call_expression' ? argumentsOf(made.node)[0] : undefined;
  const port = made && given && originOf({ file: made.file, node: given }, 'Port');
  const registration = port?.kind === 'flag' ? port.registration : undefined;
  const at = registration?.value
    ? { file: registration.file, node: registration.value }
    : port?.kind === 'computed'
      ? port.at
      : undefined;
  if (at?.node.type !== 'int_literal') return undefined;
  return { port: Number(at.node.text), at, flag: registration?.name };

  function originOf(from: Located, field: string) {
    return traceValue(program, from, [field], reached).origin;
  }
}
