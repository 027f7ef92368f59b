import { describe, expect, test } from 'vitest';
import { authProxySettings, unsupportedBy } from './auth-proxy-settings.ts';
import { readContainer } from './container.ts';
import { mapAt, parseYaml } from './yaml-file.ts';

function settingsOf(lines: string) {
  const file = parseYaml({ path: 'a.yaml', text: `name: kube-rbac-proxy\n${lines}`, mode: 0o644 });
  const document = file.documents[0];
  const node = mapAt(document?.contents, []);
  if (!document || !node) throw new Error('no container');
  return authProxySettings(readContainer(document, node, 0));
}

const withArgs = (...args: readonly string[]) => settingsOf(`args: ${JSON.stringify(args)}\n`);

describe('authProxySettings', () => {
  test('what kubebuilder scaffolded', () => {
    expect(
      withArgs(
        '--secure-listen-address=0.0.0.0:8443',
        '--upstream=http://127.0.0.1:8080/',
        '--logtostderr=true',
        '--v=10',
      ),
    ).toEqual({
      listenPort: 8443,
      upstream: '127.0.0.1:8080',
      ownCertificate: false,
      unsupported: undefined,
      demands: [],
    });
  });

  test('values in items of their own, in the command, with one dash', () => {
    const settings = settingsOf(
      'command: [/bin/kube-rbac-proxy, -secure-listen-address, "$(POD_IP):9443"]\nargs: [--upstream, "http://localhost:8080"]\n',
    );
    expect(settings).toMatchObject({ listenPort: 9443, upstream: 'localhost:8080', unsupported: undefined });
  });

  test('a certificate from files is known', () => {
    const settings = withArgs('--tls-cert-file=/tls/tls.crt', '--tls-private-key-file=/tls/tls.key');
    expect(settings).toMatchObject({ ownCertificate: true, unsupported: undefined });
  });

  test.each([
    'https://127.0.0.1:8080/',
    'http://127.0.0.1:8080/metrics',
    'http://example.org:8080/',
    'http://0.0.0.0:8080/',
    'unix:///run/metrics.sock',
  ])('an upstream at %s is no manager’s plain endpoint', (upstream) => {
    expect(withArgs(`--upstream=${upstream}`).upstream).toBeUndefined();
  });

  test.each(['127.0.0.1:8443', 'localhost:8443', '[::1]:8443', '0.0.0.0', ''])(
    'nobody else reaches %j',
    (address) => {
      expect(withArgs(`--secure-listen-address=${address}`).listenPort).toBeUndefined();
    },
  );

  test.each([
    '--client-ca-file=/etc/ca.crt',
    '--oidc-issuer=https://example.org',
    '--auth-token-audiences=metrics',
    '--config-file=/etc/rewrites.yaml',
    '--allow-paths=/metrics,/healthz',
    '--ignore-paths=/healthz',
    '--insecure-listen-address=:8080',
    '--tls-cipher-suites=TLS_AES_128_GCM_SHA256',
    '--tls-min-version=VersionTLS13',
    'serve',
  ])('%s has no equivalent', (argument) => {
    expect(withArgs('--v=10', argument, '--allow-paths=/x').unsupported?.value).toBe(argument);
  });

  test.each([
    '--http2-disable=false',
    '--upstream-force-h2c',
    '--auth-header-fields-enabled=true',
    '--kube-api-qps=20',
    '--tls-reload-interval=1m',
    '--skip-log-headers',
    '--log-file=/dev/null',
  ])('%s goes with the proxy', (argument) => {
    expect(withArgs(argument)).toMatchObject({ unsupported: undefined, demands: [] });
  });

  test.each([
    ['--http2-disable', 'http1'],
    ['--http2-disable=true', 'http1'],
    ['--http2-max-concurrent-streams=10', 'http1'],
    ['--http2-max-size=1024', 'http1'],
    ['--allow-paths=/metrics', 'metricsAlone'],
  ] as const)('%s may go where the manager’s endpoint is like that', (argument, needs) => {
    const settings = withArgs(argument);
    const endpoint = { http1: () => true, metricsAlone: () => true };
    expect(unsupportedBy(settings, endpoint)).toBeUndefined();
    expect(unsupportedBy(settings, { ...endpoint, [needs]: () => false })?.value).toBe(argument);
  });

  test('the default version of TLS is no loss', () => {
    expect(withArgs('--tls-min-version=VersionTLS12').unsupported).toBeUndefined();
  });
});
