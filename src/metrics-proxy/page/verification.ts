import type { Component } from '../component.ts';
import type { ProxySettings } from '../settings.ts';

/** How a reader sees that it works: commands that the live tests execute as they stand here. */
export function verification(settings: ProxySettings): readonly string[] {
  return [
    '## Verify',
    '',
    `Run these in a container whose pod has the ServiceAccount \`${settings.scraper.name}\` of the namespace \`${settings.scraper.namespace}\`. Set \`NODE_IP\` to the`,
    'address of a node first, as `kubectl get nodes -o wide` shows it; an IPv6 address in brackets.',
    '',
    '```bash',
    'export TOKEN=$(cat /var/run/secrets/kubernetes.io/serviceaccount/token)',
    ...settings.components.map((component) => withToken(component, settings)),
    '```',
    '',
    'Each prints metrics. Without a token these print the status in the first column of the table below:',
    '',
    '```bash',
    ...settings.components.map((component) => withoutToken(component, settings)),
    '```',
    '',
    ...answers(settings),
  ];
}

function withToken(component: Component, settings: ProxySettings): string {
  return `curl ${options(settings)}--header "Authorization: Bearer \${TOKEN}" "${url(component, settings)}"`;
}

function withoutToken(component: Component, settings: ProxySettings): string {
  return `curl ${options(settings)}--output /dev/null --write-out '%{http_code}\\n' "${url(component, settings)}"`;
}

/** Certificates are self-signed unless somebody provides others. */
function options({ mode }: ProxySettings): string {
  return mode === 'secure' ? '--silent --show-error --insecure ' : '--silent --show-error ';
}

function url({ port }: Component, { mode }: ProxySettings): string {
  return `${mode === 'secure' ? 'https' : 'http'}://\${NODE_IP}:${port}/metrics`;
}

const PASSED_THROUGH = ['403', '401', '403', '200', 'as the component answers', 'connection closed'];
const BEHIND_AUTH_PROXY = ['401', '401', '403', '200', '404', '400, or connection closed'];
const DESIGN_TLS = ['403', '401', '403', '200', '403', '(the only way)'];
const DESIGN_PLAIN = ['200', '200', '200', '200', '403', '(the only way)'];

function answers({ components, mode }: ProxySettings): readonly string[] {
  const row = ({ name, tls }: Component) => {
    const cells =
      mode === 'design' ? (tls ? DESIGN_TLS : DESIGN_PLAIN) : tls ? PASSED_THROUGH : BEHIND_AUTH_PROXY;
    return `| ${name} | ${cells.join(' | ')} |`;
  };
  return [
    '| component | no token | unknown token | no role | reader | reader, another path | plain HTTP |',
    '|---|---|---|---|---|---|---|',
    ...components.map(row),
    '',
    'Answers of the API server are cached for some seconds: after a change of roles, wait for a minute before you judge.',
  ];
}
