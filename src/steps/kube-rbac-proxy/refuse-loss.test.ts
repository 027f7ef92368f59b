import { describe, expect, test } from 'vitest';
import { ProblemError } from '../../repository/problem.ts';
import { ARGS, deployment, managerItem, PROXY, patch, repository, takeOut } from './sidecar.testing.ts';

const OLD = '--metrics-bind-address=127.0.0.1:8080';

function refusalOf(...containers: readonly string[]) {
  const files = repository({ 'config/default/proxy.yaml': patch(...containers) }, deployment(...ARGS));
  try {
    takeOut(files);
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  return undefined;
}

const withArgument = (argument: string) =>
  PROXY.replace('        ports:', `        - ${argument}\n        ports:`);

describe('refused by name', () => {
  test.each([
    '--client-ca-file=/ca.crt',
    '--oidc-issuer=https://example.org',
    '--auth-token-audiences=metrics',
    '--config-file=/etc/rewrites.yaml',
    '--allow-paths=/metrics,/x',
    '--ignore-paths=/healthz',
    '--tls-cipher-suites=TLS_AES_128_GCM_SHA256',
  ])('%s, with its line', (argument) => {
    const problem = refusalOf(withArgument(argument), managerItem(OLD));
    expect(problem).toMatchObject({
      code: 'kube-rbac-proxy-argument',
      file: 'config/default/proxy.yaml',
      line: 14,
      column: 11,
    });
    expect(problem?.reason).toContain(argument.split('=')[0]);
  });

  test.each([
    ['--http2-disable', 'HTTP/2'],
    ['--allow-paths=/metrics', 'other paths'],
  ])('%s, with what is different without it', (argument, what) => {
    const problem = refusalOf(withArgument(argument), managerItem(OLD));
    expect(problem).toMatchObject({ code: 'kube-rbac-proxy-argument', line: 14 });
    expect(problem?.hint).toContain(what);
    expect(problem?.hint).toContain('take the argument out');
  });

  test('a certificate from a file', () => {
    expect(refusalOf(withArgument('--tls-cert-file=/tls/tls.crt'), managerItem(OLD))).toMatchObject({
      code: 'kube-rbac-proxy-certificate',
      line: 14,
    });
  });

  test.each([
    ['another port', PROXY.replace(':8080/', ':3000/')],
    ['another host', PROXY.replace('127.0.0.1:8080', 'example.org:8080')],
    ['a path', PROXY.replace('8080/', '8080/metrics')],
    ['https', PROXY.replace('http:', 'https:')],
  ])('an upstream with %s', (_, proxy) => {
    expect(refusalOf(proxy, managerItem(OLD))?.code).toBe('kube-rbac-proxy-upstream');
  });

  test('several of them', () => {
    const second = PROXY.replace('kube-rbac-proxy\n', 'second\n');
    expect(refusalOf(PROXY, second, managerItem(OLD))?.code).toBe('kube-rbac-proxy-several');
  });

  test('where the upstream belongs to another endpoint of a manager that has the API', () => {
    const adopted = managerItem('--diagnostics-address=:8443', '--health-addr=:8080');
    expect(refusalOf(PROXY, adopted)?.code).toBe('kube-rbac-proxy-upstream');
  });

  test('says from where the image can still be had, for the image that is gone', () => {
    expect(refusalOf(withArgument('--allow-paths=/x'))?.hint).toContain(
      'registry.k8s.io/kubebuilder/kube-rbac-proxy:v0.16.0',
    );
    const own = withArgument('--allow-paths=/x').replace('gcr.io/kubebuilder', 'quay.io/brancz');
    expect(refusalOf(own)?.hint).not.toContain('registry.k8s.io');
  });
});

describe('taken out', () => {
  test.each(['--v=10', '--logtostderr=true', '--tls-min-version=VersionTLS12'])('with %s', (argument) => {
    expect(refusalOf(withArgument(argument), managerItem(OLD))).toBeUndefined();
  });

  test('where the manager’s address is that of its flag’s default', () => {
    expect(refusalOf(PROXY)).toBeUndefined();
  });

  test('beside a manager that serves its diagnostics itself already', () => {
    expect(refusalOf(PROXY, managerItem('--diagnostics-address=:8443'))).toBeUndefined();
  });
});
