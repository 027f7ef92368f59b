import { describe, expect, test } from 'vitest';
import {
  deploymentText,
  kustomizeTree,
  managerSource,
  patchText,
  problemOf,
  runStep,
} from '../../../test/setup/manager-manifests.ts';
import { step } from './index.ts';

const MANAGER = 'config/manager/manager.yaml';
const NEW = '        - containerPort: 8443\n          name: metrics\n          protocol: TCP\n';

function run(files: Record<string, string>, options = {}) {
  const result = runStep(step, files, options);
  expect(result.again).toEqual([]);
  return result.files;
}

const manager = (container: string, options = {}) =>
  run(kustomizeTree(deploymentText(container)), options)[MANAGER] ?? '';

describe('a port beside others', () => {
  test('comes behind the last', () => {
    const text = manager(
      '- name: manager\n  image: a\n  ports:\n  - containerPort: 9440\n    name: healthz\n    protocol: TCP\n  readinessProbe: {}\n',
    );
    expect(text).toContain(`          protocol: TCP\n${NEW}        readinessProbe`);
  });

  test('in the order of its sibling', () => {
    const text = manager(
      '- name: manager\n  image: a\n  ports:\n  - name: healthz\n    protocol: TCP\n    containerPort: 9440\n',
    );
    expect(text).toContain(
      '        - name: metrics\n          protocol: TCP\n          containerPort: 8443\n',
    );
  });

  test('with what the sibling leaves out behind', () => {
    const text = manager(
      '- name: manager\n  image: a\n  ports:\n  - containerPort: 9440 # health\n  # end\n  env: []\n',
    );
    expect(text).toContain(`        - containerPort: 9440 # health\n${NEW}        # end\n`);
  });

  test('indented as its siblings', () => {
    const text = manager('- name: manager\n  image: a\n  ports:\n    - containerPort: 9440\n');
    expect(text).toContain(NEW.replace(/^ {8}/gm, '          '));
  });

  test('in brackets as its siblings', () => {
    expect(manager('- name: manager\n  image: a\n  ports: [{name: h, containerPort: 9440}]\n')).toContain(
      '[{name: h, containerPort: 9440}, {name: metrics, containerPort: 8443, protocol: TCP}]',
    );
    expect(manager('- name: manager\n  image: a\n  ports:\n  - {containerPort: 9440}\n')).toContain(
      '        - {containerPort: 9440}\n        - {containerPort: 8443, name: metrics, protocol: TCP}\n',
    );
  });

  test('with CRLF', () => {
    const text = deploymentText(
      '- name: manager\n  image: a\n  ports:\n  - containerPort: 9440\n',
    ).replaceAll('\n', '\r\n');
    expect(run(kustomizeTree(text))[MANAGER]).toContain(
      `- containerPort: 9440\r\n${NEW.replaceAll('\n', '\r\n')}`,
    );
  });
});

describe('a list of its own', () => {
  test.each([
    ['behind name and image', '- image: a\n  name: manager\n', '  env: []\n'],
    ['behind the arguments', '- name: manager\n  image: a\n  args: [--a]\n', '  livenessProbe: {}\n'],
    [
      'behind the pull policy',
      '- name: manager\n  image: a\n  imagePullPolicy: Always\n',
      '  securityContext: {}\n',
    ],
  ])('%s', (_, head, tail) => {
    const port = '  ports:\n  - containerPort: 8443\n    name: metrics\n    protocol: TCP\n';
    expect(manager(head + tail)).toBe(deploymentText(head + port + tail));
  });

  test('indented as the other lists', () => {
    expect(manager('- name: manager\n  image: a\n  env:\n    - name: x\n')).toContain(
      `        image: a\n        ports:\n${NEW.replace(/^ {8}/gm, '          ')}        env:\n`,
    );
  });

  test('in a container in brackets', () => {
    expect(manager('- {name: manager, image: a}\n')).toContain(
      '- {name: manager, image: a, ports: [{containerPort: 8443, name: metrics, protocol: TCP}]}',
    );
  });
});

describe('a port that is there', () => {
  test('stays beside the new one, where the environment gives it to an exporter', () => {
    const port = (value: string) =>
      `- name: manager\n  image: a\n  env:\n  - name: EXPORTER_PORT\n    value: "${value}"\n  ports:\n  - containerPort: 9464\n    name: metrics\n`;
    expect(manager(port('9464'))).toContain(
      'containerPort: 9464\n          name: metrics\n        - containerPort: 8443\n',
    );
    expect(manager(port('1'))).not.toContain('9464');
  });

  test.each(['metrics', 'https', 'diagnostics'])('is kept under the name %s', (name) => {
    expect(
      manager(`- name: manager\n  image: a\n  ports:\n  - containerPort: 8443\n    name: ${name}\n`),
    ).toBe('');
  });

  test('is kept where a patch brings it', () => {
    const tree = kustomizeTree(
      deploymentText('- name: manager\n  image: a\n'),
      'patches:\n- path: p.yaml\n',
      {
        'config/default/p.yaml': patchText(
          '- name: manager\n  ports:\n  - containerPort: 8443\n    name: x\n',
        ),
      },
    );
    expect(run(tree)).toEqual({});
  });

  test('is kept where a JSON6902 patch brings it', () => {
    const patch =
      'patches:\n- target: {kind: Deployment}\n  patch: |-\n    - op: add\n      path: /spec/template/spec/containers/0/ports/-\n      value: {containerPort: 8443}\n';
    expect(
      run(
        kustomizeTree(deploymentText('- name: manager\n  image: a\n  ports:\n  - containerPort: 1\n'), patch),
      ),
    ).toEqual({});
  });

  test('a webhook patch with ports leaves the new one to the Deployment', () => {
    const tree = kustomizeTree(
      deploymentText('- name: manager\n  image: a\n'),
      'patches:\n- path: p.yaml\n',
      {
        'config/default/p.yaml': patchText(
          '- name: manager\n  ports:\n  - containerPort: 9443\n    name: webhook-server\n',
        ),
      },
    );
    expect(Object.keys(run(tree))).toEqual([MANAGER]);
  });
});

describe('the port of the old endpoint', () => {
  test.each([
    ['by its number and name', '8080', 'http-metrics', []],
    ['by its name', '9090', 'metrics', []],
    ['by the argument', '9091', 'prom', ['--metrics-bind-address=:9091']],
    ['without a name', '8080', '', []],
  ])('becomes the secure one, %s', (_, number, name, args) => {
    const named = name ? `    name: ${name}\n` : '';
    const text = manager(
      `- name: manager\n  image: a\n  args: [${args.join()}]\n  ports:\n  - containerPort: ${number} # here\n${named}`,
    );
    expect(text).toContain(`        - containerPort: 8443 # here\n`);
    expect(text.match(/containerPort/g)).toHaveLength(1);
  });

  test('in the base and in a patch that merges with it', () => {
    const port = '  ports:\n  - containerPort: 8080\n    name: metrics\n';
    const tree = kustomizeTree(
      deploymentText(`- name: manager\n  image: a\n${port}`),
      'patches:\n- path: p.yaml\n',
      {
        'config/default/p.yaml': patchText(`- name: manager\n${port}`),
      },
    );
    expect(Object.values(run(tree)).every((text) => text.includes('containerPort: 8443'))).toBe(true);
    expect(Object.keys(run(tree))).toHaveLength(2);
  });

  test('another port with that number stays, by its name', () => {
    expect(
      manager('- name: manager\n  image: a\n  ports:\n  - containerPort: 8080\n    name: page\n'),
    ).toContain(`name: page\n${NEW}`);
  });
});

describe('conflicts', () => {
  test.each([
    [
      'a webhook',
      '- name: manager\n  image: a\n  ports:\n  - containerPort: 8443\n    name: webhook-server\n',
      19,
    ],
    [
      'another container',
      '- name: manager\n  image: a\n- name: page\n  ports:\n  - containerPort: 8443\n',
      20,
    ],
    ['another endpoint', '- name: manager\n  image: a\n  args:\n  - --health-probe-bind-address=:8443\n', 19],
    ['a port argument', '- name: manager\n  image: a\n  args: [--webhook-port=8443]\n', 18],
  ])('%s on the port is refused, with the way out', (_, container, line) => {
    const problem = problemOf(() => manager(container));
    expect(problem).toMatchObject({ code: 'port-taken', file: MANAGER, line });
    expect(problem.hint).toContain('--port');
  });

  test('another port is the way out', () => {
    const text = manager('- name: manager\n  image: a\n  args: [--webhook-port=8443]\n', {
      decision: { port: 8444 },
    });
    expect(text).toContain('- containerPort: 8444\n');
  });

  test('a name that another container has gets a second word', () => {
    const text = manager(
      '- name: manager\n  image: a\n- name: page\n  ports:\n  - containerPort: 9\n    name: metrics\n',
    );
    expect(text).toContain('- containerPort: 8443\n          name: metrics-https\n');
  });

  test('an active sidecar is refused', () => {
    expect(
      problemOf(() => manager('- name: manager\n  image: a\n- name: kube-rbac-proxy\n  image: b\n')).code,
    ).toBe('kube-rbac-proxy-active');
  });
});

describe('the address decides', () => {
  const adopted = { sources: [managerSource({ metricsFlags: [], flagNames: new Set<string>() })] };

  test.each([
    ['another port', '--diagnostics-address=:9443', '- containerPort: 9443\n'],
    ['a default behind a variable', '"--diagnostics-address=${X:=0.0.0.0:9443}"', '- containerPort: 9443\n'],
    ['no argument at all', '--leader-elect', '- containerPort: 8443\n'],
  ])('%s', (_, argument, expected) => {
    expect(manager(`- name: manager\n  image: a\n  args: [${argument}]\n`, adopted)).toContain(expected);
  });

  test.each(['localhost:8443', '127.0.0.1:8443', '0'])('nothing is announced for %s', (address) => {
    expect(
      manager(`- name: manager\n  image: a\n  args: ["--diagnostics-address=${address}"]\n`, adopted),
    ).toBe('');
  });
});

describe('copies', () => {
  const base = deploymentText('- name: manager\n  image: a\n  ports:\n  - containerPort: 9440\n');
  const rendered = (ports: string) =>
    deploymentText(
      `- image: a\n  imagePullPolicy: Always\n  name: manager\n${ports}`,
      'weaver-controller-manager',
    );

  test('a fresh rendered copy gets it too', () => {
    const files = run(kustomizeTree(base, '', { 'c.yaml': rendered('  ports:\n  - containerPort: 9440\n') }));
    expect(files['c.yaml']).toContain(NEW);
  });

  test('one without a list, where the alphabet puts it', () => {
    const copy = rendered('  resources: {}\n');
    const files = run(kustomizeTree(deploymentText('- name: manager\n  image: a\n'), '', { 'c.yaml': copy }));
    expect(files['c.yaml']).toContain(`        name: manager\n        ports:\n${NEW}        resources: {}\n`);
  });

  test('a stale one is left alone', () => {
    const files = run(kustomizeTree(base, '', { 'c.yaml': rendered('  ports:\n  - containerPort: 1\n') }));
    expect(Object.keys(files)).toEqual([MANAGER]);
  });

  test.each(['ports: []', 'ports: [ ]', 'ports:', 'ports: null'])('an empty list is filled: %s', (empty) => {
    const files = run(
      kustomizeTree(deploymentText(`- name: manager\n  image: a\n  ${empty}\n  tty: true\n`)),
    );
    expect(files[MANAGER]).toMatch(
      / {2}ports:\n( +)- containerPort: 8443\n\1 {2}name: metrics\n\1 {2}protocol: TCP\n +tty: true\n/,
    );
    expect(files[MANAGER]?.match(/ports:/g)).toHaveLength(1);
  });

  test.each(['{{ .Values.port }}', '{{ $port }}'])(
    'a chart that computes a port is left alone: %s',
    (number) => {
      const chart = {
        'chart/Chart.yaml': 'name: weaver\n',
        'chart/templates/d.yaml': `kind: Deployment
metadata:
  name: x
spec:
  template:
    spec:
      containers:
        - name: manager
          image: {{ .Values.image }}
          ports:
            - containerPort: ${number}
              name: diagnostics
`,
      };
      expect(run(kustomizeTree(base, '', chart))['chart/templates/d.yaml']).toBeUndefined();
    },
  );

  test('a Helm template gets it outside of every condition', () => {
    const chart = {
      'chart/Chart.yaml': 'name: weaver\n',
      'chart/templates/d.yaml': `kind: Deployment
metadata:
  name: x
spec:
  template:
    spec:
      containers:
        - name: manager
          image: {{ .Values.image }}
          ports:
            - containerPort: 8081
              name: healthz
            {{- if .Values.webhooks }}
            - containerPort: 9443
              name: webhook-server
            {{- end }}
`,
    };
    const text = run(kustomizeTree(base, '', chart))['chart/templates/d.yaml'];
    expect(text).toContain(
      'name: healthz\n            - containerPort: 8443\n              name: metrics\n              protocol: TCP\n            {{- if',
    );
  });
});

test('a chart that names the port already, to which the value of its address moves, gets no second one', () => {
  const chart = {
    'chart/Chart.yaml': 'name: weaver\n',
    'chart/values.yaml': 'metrics:\n  port: 8080\n',
    'chart/templates/d.yaml': `kind: Deployment
metadata:
  name: x
spec:
  template:
    spec:
      containers:
        - name: manager
          image: {{ .Values.image }}
          ports:
            - containerPort: 8443
              name: https
          args:
            - --metrics-bind-address=:{{ .Values.metrics.port }}
`,
  };
  expect(
    run({ ...kustomizeTree(deploymentText('- name: manager\n  image: a\n')), ...chart }),
  ).not.toHaveProperty(['chart/templates/d.yaml']);
});

test('the port of the value that gives the address moves with it, one of another value is moved', () => {
  const chart = (port: string) => ({
    'chart/Chart.yaml': 'name: weaver\n',
    'chart/values.yaml': 'metrics:\n  port: 8080\n  containerPort: 8080\n',
    'chart/templates/d.yaml': `kind: Deployment
metadata:
  name: x
spec:
  template:
    spec:
      containers:
        - name: manager
          image: {{ .Values.image }}
          ports:
            - containerPort: {{ .Values.metrics.${port} }}
              name: metrics
          args:
            - --metrics-bind-address=:{{ .Values.metrics.port }}
`,
  });
  const kustomize = kustomizeTree(deploymentText('- name: manager\n  image: a\n'));
  const own = run({ ...kustomize, ...chart('containerPort') });
  expect(own['chart/values.yaml']).toBe('metrics:\n  port: 8080\n  containerPort: 8443\n');
  expect(run({ ...kustomize, ...chart('port') })).not.toHaveProperty(['chart/values.yaml']);
});

test('a chart whose arguments go on behind the list gets its ports above them', () => {
  const chart = (ports: string) => ({
    'chart/Chart.yaml': 'name: weaver\n',
    'chart/templates/d.yaml': `kind: Deployment
metadata:
  name: x
spec:
  template:
    spec:
      containers:
        - name: manager
          image: {{ .Values.image }}
${ports}          args:
            - --leader-elect
            {{- with .Values.extraArgs }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
`,
  });
  const files = run(kustomizeTree(deploymentText('- name: manager\n  image: a\n'), '', chart('')));
  expect(files['chart/templates/d.yaml']).toBe(
    chart(`          ports:\n${NEW.replace(/^/gm, '    ').trimEnd()}\n`)['chart/templates/d.yaml'],
  );
});

describe('annotations', () => {
  const annotated = (lines: string) =>
    deploymentText('- name: manager\n  image: a\n').replace(
      '      labels:\n',
      `      annotations:\n${lines}      labels:\n`,
    );

  test('scrapers that follow them find the new port, over https', () => {
    const text = annotated('        prometheus.io/port: "8080"\n        prometheus.io/scrape: "true"\n');
    expect(run(kustomizeTree(text))[MANAGER]).toContain(
      '        prometheus.io/port: "8443"\n        prometheus.io/scheme: https\n        prometheus.io/scrape: "true"\n',
    );
  });

  test('a scheme that is there changes', () => {
    const text = annotated("        prometheus.io/scheme: 'http'\n        prometheus.io/port: '8080'\n");
    expect(run(kustomizeTree(text))[MANAGER]).toContain(
      "prometheus.io/scheme: 'https'\n        prometheus.io/port: '8443'\n",
    );
  });

  test('another port stays', () => {
    const text = annotated('        prometheus.io/port: "9999"\n');
    expect(run(kustomizeTree(text))[MANAGER]).toContain('prometheus.io/port: "9999"\n      labels');
  });
});

describe('ports of a manager that is secure already', () => {
  const container = `- name: manager\n  image: a\n  args:\n  - --metrics-bind-address=:8443\n`;
  const service = (target: string) =>
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: metrics-service\nspec:\n  ports:\n  - port: 8443\n    targetPort: ${target}\n  selector:\n    control-plane: controller-manager\n`;
  const flags = {
    address: 'metrics-bind-address',
    defaultAddress: ':8443',
    security: 'metrics-secure',
    secureValue: 'true',
    alwaysPassed: false,
  } as const;
  const decision = { adopted: true, api: 'metrics-filters', flags, removedFlags: [] } as const;
  const tree = (target: string) =>
    kustomizeTree(deploymentText(container), '- service.yaml\n', {
      'config/default/service.yaml': service(target),
    });

  test('are not named where a Service leads to the number already', () => {
    expect(runStep(step, tree('8443'), { decision }).files).toEqual({});
  });

  test('are named where none does', () => {
    expect(Object.keys(runStep(step, tree('8081'), { decision }).files)).toEqual([
      'config/manager/manager.yaml',
    ]);
  });

  test('are left alone where another overlay serves there', () => {
    const shipped = `- name: manager\n  image: a\n  args:\n  - --diagnostics-address=:8443\n  ports:\n  - containerPort: 8443\n    name: metrics\n`;
    const files = kustomizeTree(deploymentText(shipped), '', {
      Makefile: 'deploy:\n\tkustomize build config/default | kubectl apply -f -\n',
      'hack/dev/kustomization.yaml': 'resources:\n- ../../config/default\npatches:\n- path: patch.yaml\n',
      'hack/dev/patch.yaml': patchText(
        '- name: manager\n  args:\n  - --diagnostics-address=:8080\n',
        'weaver-controller-manager',
      ),
    });
    expect(runStep(step, files, { decision: { adopted: true, removedFlags: [] } }).files).toEqual({});
  });
});

describe('a chart whose pod cannot be read', () => {
  const pod = (name: string, port: number) =>
    `{{- define "weaver.pod" -}}\nspec:\n  containers:\n    - name: ${name}\n      ports:\n        - containerPort: ${port}\n{{- end -}}\n`;
  const findings = (text: string, files: Record<string, string> = {}) =>
    runStep(step, { 'chart/Chart.yaml': 'name: weaver\n', 'chart/templates/_pod.tpl': text, ...files })
      .findings;

  test('is told', () => {
    expect(findings(pod('manager', 8080))).toMatchObject([
      { rule: 'chart-not-followed', level: 'warning', path: 'chart/templates/_pod.tpl', line: 6, column: 11 },
    ]);
  });

  test('once for all managers, with the kube-rbac-proxy that it still starts', () => {
    const proxied = pod('manager', 8080).replace('      ports', '    - name: kube-rbac-proxy\n      ports');
    const files = { 'chart/Chart.yaml': 'name: weaver\n', 'chart/files/pod.yaml': proxied };
    const messages = (text: string) =>
      runStep(
        step,
        { ...files, 'chart/files/pod.yaml': text },
        { sources: [managerSource(), managerSource({ entryPoint: 'cmd/main.go', packageDirectory: 'cmd' })] },
      ).findings.map(({ message }) => message.slice(message.indexOf('the chart')));
    expect(messages(proxied)).toEqual([
      'the chart still says port 8080 and plain http, and starts a kube-rbac-proxy',
    ]);
    expect(messages(proxied.replace('8080', '{{ .Values.port }}'))).toEqual([
      'the chart still starts a kube-rbac-proxy',
    ]);
  });

  test('and not where it is another program, another port, or where its Deployment was followed', () => {
    expect(findings(pod('shuttle', 8080))).toEqual([]);
    expect(findings(pod('manager', 9090))).toEqual([]);
    const embedded = { 'pkg/chart/Chart.yaml': 'name: x\n', 'pkg/chart/_pod.tpl': pod('manager', 8080) };
    expect(findings(pod('shuttle', 8080), embedded)).toEqual([]);
    const deployment = deploymentText('- name: manager\n  image: a\n');
    expect(findings(pod('manager', 8080), { 'chart/templates/d.yaml': deployment })).toEqual([]);
  });
});
