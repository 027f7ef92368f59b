import { describe, expect, it } from 'vitest';
import { binding, deployment, PROXY_ROLE, RBAC, ROLE, run, SERVICE } from './leftovers.testing.ts';

describe('Services', () => {
  it('are re-aimed at the secure port and keep all else, comments too', () => {
    expect(run().text('config/rbac/auth_proxy_service.yaml')).toBe(
      SERVICE.replace('targetPort: https # of', 'targetPort: 8443 # of'),
    );
  });

  it('are re-aimed at the port that --port chose', () => {
    expect(run({}, { port: 9443 }).text('config/rbac/auth_proxy_service.yaml')).toContain('targetPort: 9443');
  });

  it('keep CRLF', () => {
    const crlf = SERVICE.replaceAll('\n', '\r\n');
    expect(
      run({ 'config/rbac/auth_proxy_service.yaml': crlf }).text('config/rbac/auth_proxy_service.yaml'),
    ).toBe(crlf.replace('targetPort: https', 'targetPort: 8443'));
  });

  it.each([
    ['to the name that the secure port gets', 'metrics'],
    ['to its number', '8443'],
    ['to a port that a container has', 'probe'],
  ])('stay that lead %s', (_, target) => {
    const ports = '[{containerPort: 8081, name: probe}]';
    const { changed } = run({
      'config/manager/manager.yaml': deployment({ ports }),
      'config/rbac/auth_proxy_service.yaml': SERVICE.replace('targetPort: https', `targetPort: ${target}`),
    });
    expect(changed).not.toContain('config/rbac/auth_proxy_service.yaml');
  });

  it('stay that lead to the port of an address that is passed, and stays', () => {
    const ports = '[{containerPort: 8081, name: probe}]';
    const { changed } = run(
      {
        'config/manager/manager.yaml': deployment({ ports, args: ['--metrics-bind-address=:8080'] }),
        'config/rbac/auth_proxy_service.yaml': SERVICE.replace('targetPort: https', 'targetPort: 8080'),
      },
      {
        adopted: true,
        oldDefault: ':9090',
        removedFlags: [],
        flags: {
          address: 'metrics-bind-address',
          defaultAddress: '0',
          security: 'metrics-secure',
          secureValue: 'true',
          alwaysPassed: false,
        },
      },
    );
    expect(changed).not.toContain('config/rbac/auth_proxy_service.yaml');
  });

  it('say the secure port in annotations that named the old one', () => {
    const annotated = (port: string, scheme: string) =>
      SERVICE.replace(
        'metadata:\n',
        `metadata:\n  annotations:\n    prometheus.io/port: "${port}"\n    prometheus.io/scheme: ${scheme}\n`,
      );
    const files = { 'config/rbac/auth_proxy_service.yaml': annotated('8080', 'http') };
    const { text, again } = run(files, { oldDefault: ':9090' });
    expect(text('config/rbac/auth_proxy_service.yaml')).toBe(
      annotated('8443', 'https').replace('targetPort: https', 'targetPort: 8443'),
    );
    expect(again).toEqual([]);
  });

  it('follow the old port by its number', () => {
    const plain = SERVICE.replace('port: 8443', 'port: 8080').replace(
      'targetPort: https',
      'targetPort: 8080',
    );
    const { text } = run({ 'config/rbac/auth_proxy_service.yaml': plain }, { oldDefault: ':9090' });
    expect(text('config/rbac/auth_proxy_service.yaml')).toBe(
      plain.replace('targetPort: 8080', 'targetPort: 8443'),
    );
  });

  it('follow the old port by its name, and by the default of its flag', () => {
    const { text } = run(
      {
        'config/manager/manager.yaml': deployment({ args: [], ports: '[{containerPort: 9090, name: prom}]' }),
        'config/rbac/auth_proxy_service.yaml': SERVICE.replace('targetPort: https', 'targetPort: prom'),
      },
      { oldDefault: ':9090' },
    );
    expect(text('config/rbac/auth_proxy_service.yaml')).toContain('targetPort: 8443');
  });

  it('get a targetPort where the port alone led to metrics', () => {
    const bare = SERVICE.replace('port: 8443\n', 'port: 8080\n').replace(
      '    targetPort: https # of the proxy\n',
      '',
    );
    const { text, again } = run({ 'config/rbac/auth_proxy_service.yaml': bare }, { oldDefault: ':8080' });
    expect(text('config/rbac/auth_proxy_service.yaml')).toBe(
      bare.replace('    port: 8080\n', '    port: 8080\n    targetPort: 8443\n'),
    );
    expect(again).toEqual([]);
  });

  it('of other pods, and dangling ones that are not about metrics, are not ours', () => {
    const elsewhere = SERVICE.replace(
      '  selector:\n    control-plane: controller-manager',
      '  selector:\n    app: db',
    );
    expect(run({ 'config/rbac/auth_proxy_service.yaml': elsewhere }).changed).not.toContain(
      'config/rbac/auth_proxy_service.yaml',
    );
    const { changed } = run({
      'config/rbac/kustomization.yaml': RBAC.replace('auth_proxy_service', 'webhook'),
      'config/rbac/webhook.yaml': SERVICE.replace('metrics-service', 'webhook-service').replace(
        'targetPort: https',
        'targetPort: hooks',
      ),
    });
    expect(changed).not.toContain('config/rbac/webhook.yaml');
  });
});

describe('committed output of an overlay', () => {
  const asCopy = (text: string) =>
    text
      .replace('name: controller-manager', 'name: app-controller-manager')
      .replace('AccountName: ', 'AccountName: app-');
  const copy = [
    asCopy(deployment()),
    ROLE.replace('name: manager-role', 'name: app-manager-role'),
    PROXY_ROLE.replace('name: proxy-role', 'name: app-proxy-role'),
    binding('app-manager-rolebinding', 'app-manager-role', 'app-controller-manager'),
    binding('app-proxy-rolebinding', 'app-proxy-role', 'app-controller-manager'),
    SERVICE.replace('name: controller', 'name: app-controller'),
  ];

  it('loses the same objects and gets the same port', () => {
    const { text, again } = run({ 'components.yaml': copy.join('---\n') });
    const kept = [copy[0], copy[1], copy[3], copy[5]?.replace('targetPort: https', 'targetPort: 8443')];
    expect(text('components.yaml')).toBe(kept.join('---\n'));
    expect(again).toEqual([]);
  });

  it('keeps everything while it still has a sidecar: it is of another era', () => {
    const containers =
      '{name: kube-rbac-proxy, image: "kube-rbac-proxy:v0.5.0", ports: [{containerPort: 8443, name: https}]}';
    const [, ...others] = copy;
    const old = [asCopy(deployment({ containers })), ...others];
    expect(run({ 'components.yaml': old.join('---\n') }).changed).not.toContain('components.yaml');
  });

  it('keeps its proxy role where nothing else there could hold the rules', () => {
    const bare = [copy[0], copy[2], copy[4]].join('---\n');
    expect(run({ 'components.yaml': bare }).changed).not.toContain('components.yaml');
  });
});
