import type { Component } from './component.ts';
import { fileOf } from './lines.ts';

/**
 * Stops HAProxy unless NODE_IP is an address of the node. With NODE_IP unset `bind ${NODE_IP}:10257` becomes `bind :10257`, which
 * is valid and means every address (live.md §3, HAProxy 2.6.12). `.alert` makes the configuration itself wrong.
 */
export const nodeAddressGuard: readonly string[] = [
  '# Without its node address HAProxy must not start: "bind :10257" would listen on every address of the node.',
  '.if !defined(NODE_IP) || streq("${NODE_IP}","") || streq("${NODE_IP}","*") || streq("${NODE_IP}","0.0.0.0") || streq("${NODE_IP}","::")',
  '  .alert "NODE_IP must be the address of this node: the proxy must not listen on every address"',
  '.endif',
];

/** HAProxy passes TLS connections on unopened, to components that authenticate their clients themselves. */
export function haproxyConfig(components: readonly Component[], loopback: string): string {
  return fileOf([
    '# TLS is passed through: the component itself asks the API server who the client is and whether it may read /metrics.',
    '# HAProxy sees no token, holds no certificate, and cannot tell one path from another.',
    '',
    ...nodeAddressGuard,
    '',
    'global',
    '  log stdout format raw daemon notice',
    '  # Without a limit HAProxy reserves memory for as many connections as the container may open files: millions on some nodes.',
    '  maxconn 200',
    '',
    'defaults',
    '  mode tcp',
    '  log global',
    '  timeout connect 5s',
    '  timeout client 60s',
    '  timeout server 60s',
    '  timeout queue 5s',
    '  # A few scrapers at a time; the rest wait. No "check": every probe would be a failed handshake in the component\'s log.',
    '  default-server maxconn 20',
    ...components.flatMap((component) => passThrough(component, loopback)),
  ]);
}

function passThrough({ name, port }: Component, loopback: string): readonly string[] {
  return [
    '',
    `frontend ${name}`,
    `  bind "\${NODE_IP}:${port}"`,
    "  # Only TLS goes on: a scraper that speaks plain HTTP by mistake, and the kubelet's probe, end here.",
    '  tcp-request inspect-delay 5s',
    '  tcp-request content accept if { req.ssl_hello_type 1 }',
    '  tcp-request content reject',
    `  default_backend ${name}`,
    '',
    `backend ${name}`,
    `  server ${name} ${address(loopback, port)}`,
  ];
}

/** `127.0.0.1:10257`, `[::1]:10257`. */
export function address(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
