import type { Component } from './component.ts';
import { address, nodeAddressGuard } from './haproxy-config.ts';
import { fileOf } from './lines.ts';

/** HAProxy's configuration as the design document has it: HTTP to the scraper. Its faults are named where they stand. */
export function designConfig(components: readonly Component[], loopback: string): string {
  return fileOf([
    '# As in the design document, with these faults left in, as they are its shape (generate without --mode design to be rid of them):',
    '#  - The scraper speaks plain HTTP to the node: its token crosses the network in clear.',
    '#  - Components marked below authenticate nobody: whoever reaches the node reads their metrics.',
    '#  - The certificates of components are never checked (ssl verify none); they come from loopback.',
    '# Repaired: NODE_IP unset stops HAProxy, where it listened on every address; connections have a limit.',
    '',
    ...nodeAddressGuard,
    '',
    'global',
    '  log stdout format raw daemon notice',
    '  maxconn 200',
    '',
    'defaults',
    '  mode http',
    '  log global',
    '  timeout connect 5000ms',
    '  timeout client 5000ms',
    '  timeout server 5000ms',
    '  default-server maxconn 10',
    ...components.flatMap((component) => section(component, loopback)),
  ]);
}

function section({ name, port, tls }: Component, loopback: string): readonly string[] {
  return [
    '',
    ...(tls ? [] : ['# Authenticates nobody, and neither does this proxy.']),
    `frontend ${name}`,
    `  bind "\${NODE_IP}:${port}"`,
    '  http-request deny if !{ path /metrics }',
    `  default_backend ${name}`,
    `backend ${name}`,
    `  server ${name} ${address(loopback, port)}${tls ? ' ssl verify none' : ''} check`,
  ];
}
