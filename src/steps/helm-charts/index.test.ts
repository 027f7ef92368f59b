import { describe, expect, test } from 'vitest';
import { type DecisionParts, runStep } from '../step-input.testing.ts';
import { step } from './index.ts';

const PARTS: DecisionParts = { oldDefault: ':8080' };

const SIDECAR = `        - name: kube-rbac-proxy
          image: "{{ .Values.proxy.image }}:{{ .Values.proxy.tag }}"
          args:
            - --secure-listen-address=0.0.0.0:8443
            - --upstream=http://127.0.0.1:8080/
          ports:
            - containerPort: 8443
              name: https
          resources:
            {{- toYaml .Values.proxy.resources | nindent 12 }}
`;

const MANAGER = `        - name: manager
          image: "{{ .Values.image }}"
          args:
            - --leader-elect
            - --metrics-bind-address=127.0.0.1:8080
`;

const deployment = (containers: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "weaver.fullname" . }}
spec:
  selector:
    matchLabels:
      {{- include "weaver.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "weaver.selectorLabels" . | nindent 8 }}
    spec:
      serviceAccountName: {{ include "weaver.fullname" . }}
      containers:
${containers}`;

const service = (port: string) => `apiVersion: v1
kind: Service
metadata:
  name: {{ include "weaver.fullname" . }}-metrics
  labels:
    {{- include "weaver.labels" . | nindent 4 }}
spec:
  selector:
    {{- include "weaver.selectorLabels" . | nindent 4 }}
  ports:
${port}`;

const monitor = (endpoint: string) => `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "weaver.fullname" . }}
spec:
  selector:
    matchLabels:
      {{- include "weaver.selectorLabels" . | nindent 6 }}
  endpoints:
${endpoint}`;

const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ include "weaver.fullname" . }}-manager-role
rules:
- apiGroups: [""]
  resources: [pods]
  verbs: [get]
`;

const bound = (role: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ include "weaver.fullname" . }}-${role}-binding
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ include "weaver.fullname" . }}-${role}
subjects:
- kind: ServiceAccount
  name: {{ include "weaver.fullname" . }}
  namespace: {{ .Release.Namespace }}
`;

const PROXY_ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ include "weaver.fullname" . }}-proxy-role
rules:
- apiGroups: [authentication.k8s.io]
  resources: [tokenreviews]
  verbs: [create]
- apiGroups: [authorization.k8s.io]
  resources: [subjectaccessreviews]
  verbs: [create]
`;

const VALUES = 'image: weaver\nproxy:\n  image: proxy\n  tag: v1\n  resources: {}\nreplicas: 1\n';

/** A chart of these templates beside the Deployment; the texts that the step leaves, by the name of the template. */
function run(templates: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) {
  const placed = Object.entries(templates).map(([name, text]) => [`chart/templates/${name}.yaml`, text]);
  const all = {
    'chart/Chart.yaml': 'name: weaver\nversion: 1.2.3\n',
    ...Object.fromEntries(placed),
    ...files,
  };
  const result = runStep(step, all, PARTS);
  expect(result.again).toEqual([]);
  return { ...result, template: (name: string) => result.text(`chart/templates/${name}.yaml`) };
}

const rulesOf = (findings: readonly { rule: string }[]) => findings.map(({ rule }) => rule);

describe('sidecar', () => {
  test.each([
    ['first', SIDECAR + MANAGER],
    ['last', MANAGER + SIDECAR],
    ['behind a condition', `${MANAGER}        {{- if .Values.proxy.image }}\n${SIDECAR}        {{- end }}\n`],
    [
      'with a block of its own at its end',
      `${MANAGER}${SIDECAR}          {{- with .Values.proxy.tag }}\n          env:\n            - name: A\n              value: {{ . }}\n          {{- end }}\n`,
    ],
  ])('%s: the container goes', (_, containers) => {
    expect(run({ d: deployment(containers) }).template('d')).toBe(deployment(MANAGER));
  });

  test('one whose upstream takes its port from the values goes', () => {
    const sidecar = SIDECAR.replace('127.0.0.1:8080/', '127.0.0.1:{{ .Values.metrics.port }}/');
    const { template } = run(
      { d: deployment(MANAGER + sidecar) },
      { 'chart/values.yaml': 'metrics:\n  port: 8080\n' },
    );
    expect(template('d')).toBe(deployment(MANAGER));
  });

  test('what follows it stays', () => {
    const behind =
      '      {{- with .Values.nodeSelector }}\n      nodeSelector:\n        {{- toYaml . | nindent 8 }}\n      {{- end }}\n';
    expect(run({ d: deployment(MANAGER + SIDECAR + behind) }).template('d')).toBe(
      deployment(MANAGER + behind),
    );
  });

  test('an else of its condition stays', () => {
    const other = '        - name: other\n          image: x\n';
    const block = (containers: string) =>
      `        {{- if .Values.a }}\n${containers}        {{- else }}\n${other}        {{- end }}\n`;
    const { template } = run({ d: deployment(MANAGER + block(SIDECAR)) });
    expect(template('d')).toBe(deployment(MANAGER + block('')));
  });

  test('one with an argument that the manager has nothing like stays, and is told', () => {
    const text = deployment(
      MANAGER + SIDECAR.replace('- --upstream', '- --client-ca-file=/ca\n            - --upstream'),
    );
    const { template, findings } = run({ d: text });
    expect(template('d')).toBe(text);
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: 'auth-proxy-kept',
        level: 'error',
        line: text.split('\n').indexOf('        - name: kube-rbac-proxy') + 1,
      }),
    );
  });
});

describe('Services', () => {
  test.each([
    [
      'the sidecar’s name',
      '    - name: https\n      port: 8443\n      targetPort: https\n',
      '    - name: https\n      port: 8443\n      targetPort: 8443\n',
    ],
    [
      'the old number',
      '    - port: 8080\n      targetPort: 8080\n      name: web\n',
      '    - port: 8080\n      targetPort: 8443\n      name: web\n',
    ],
    [
      'no target',
      '    - port: 8080\n      name: web\n',
      '    - port: 8080\n      targetPort: 8443\n      name: web\n',
    ],
  ])('that aims at %s', (_, before, after) => {
    const { template } = run({ d: deployment(MANAGER + SIDECAR), s: service(before) });
    expect(template('s')).toBe(service(after));
  });

  test('of something else stay', () => {
    const webhook = service('    - port: 443\n      targetPort: 9443\n');
    expect(run({ d: deployment(MANAGER), s: webhook }).changed).toEqual([]);
  });

  test('that aim at a port whose name is a value stay', () => {
    const ports =
      '          ports:\n            - containerPort: 8443\n              name: {{ .Values.portName }}\n';
    const aimed = service(
      '    - name: {{ .Values.portName }}\n      port: 8443\n      targetPort: {{ .Values.portName }}\n',
    );
    const values = { 'chart/values.yaml': 'portName: https\n' };
    expect(run({ d: deployment(MANAGER + ports), s: aimed }, values).changed).toEqual([]);
  });

  test('whose target is the value of their name are re-aimed, and keep the name', () => {
    const aimed = (target: string) =>
      service(`    - name: {{ .Values.portName }}\n      port: 8443\n      targetPort: ${target}\n`);
    const { template, changed } = run(
      { d: deployment(MANAGER + SIDECAR), s: aimed('{{ .Values.portName }}') },
      { 'chart/values.yaml': 'portName: https\n' },
    );
    expect(template('s')).toBe(aimed('8443'));
    expect(changed).not.toContain('chart/values.yaml');
  });

  test('with ports from the values are re-aimed there', () => {
    const ports = '  {{- .Values.metrics.ports | toYaml | nindent 2 }}\n';
    const { text } = run(
      { d: deployment(MANAGER + SIDECAR), s: service(ports) },
      { 'chart/values.yaml': 'metrics:\n  ports:\n  - name: https\n    port: 8443\n    targetPort: https\n' },
    );
    expect(text('chart/values.yaml')).toBe(
      'metrics:\n  ports:\n  - name: https\n    port: 8443\n    targetPort: 8443\n',
    );
  });

  test('with a target from the values get another default', () => {
    const { text, template } = run(
      {
        d: deployment(MANAGER),
        s: service('    - port: 80\n      targetPort: {{ .Values.metrics.target }}\n'),
      },
      { 'chart/values.yaml': 'metrics:\n  target: 8080\n' },
    );
    expect(text('chart/values.yaml')).toBe('metrics:\n  target: 8443\n');
    expect(template('s')).toContain('{{ .Values.metrics.target }}');
  });
});

describe('PodMonitors', () => {
  const pods = (labels: string) =>
    `apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata:\n  name: pods\nspec:\n  selector:\n    matchLabels:\n      ${labels}\n  podMetricsEndpoints:\n    - port: metrics\n`;
  const OWN = '{{- include "weaver.selectorLabels" . | nindent 6 }}';
  const told = (templates: Readonly<Record<string, string>>) =>
    rulesOf(run(templates).findings).filter((rule) => rule === 'pod-monitor-insecure');

  test('that lack what the secured endpoint asks for are told once', () => {
    const other = deployment(MANAGER).replace('weaver.fullname', 'weaver.other');
    expect(told({ d: deployment(MANAGER), p: pods(OWN) })).toHaveLength(1);
    expect(told({ d: deployment(MANAGER), o: other, p: pods(OWN) })).toHaveLength(1);
  });

  test('of other pods are not', () => {
    expect(told({ d: deployment(MANAGER), p: pods('app: loom') })).toEqual([]);
  });
});

describe('ServiceMonitors', () => {
  const SECURE =
    '      scheme: https\n      bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token\n      tlsConfig:\n        insecureSkipVerify: true\n';
  const old = service('    - port: 8080\n      name: web\n');
  const scrape = (endpoint: string, values = 'a: 1\n') =>
    run({ d: deployment(MANAGER), s: old, m: monitor(endpoint) }, { 'chart/values.yaml': values });

  test('get what the secured endpoint asks for', () => {
    expect(scrape('    - port: web\n      path: /metrics\n').template('m')).toBe(
      monitor(`    - port: web\n${SECURE}      path: /metrics\n`),
    );
  });

  test('of another port stay', () => {
    expect(scrape('    - port: other\n').template('m')).toBe(monitor('    - port: other\n'));
  });

  test('of a port that has led to the secure one get it too', () => {
    const ports = '          ports:\n            - containerPort: 8443\n              name: https\n';
    const aimed = service('    - name: web\n      port: 8443\n      targetPort: https\n');
    const { template } = run({
      d: deployment(MANAGER + ports),
      s: aimed,
      m: monitor('    - port: web\n      path: /metrics\n'),
    });
    expect(template('s')).toBe(aimed);
    expect(template('m')).toBe(monitor(`    - port: web\n${SECURE}      path: /metrics\n`));
  });

  test('that print a map of values get it there, for users to override', () => {
    const endpoint =
      '    - port: web\n    {{- with .Values.scrape }}\n      {{- toYaml . | nindent 6 }}\n    {{- end }}\n';
    const { template, text } = run(
      { d: deployment(MANAGER), s: old, m: monitor(endpoint) },
      { 'chart/values.yaml': 'scrape: {}\nb: 2\n', 'chart/README.md': '| scrape | object | `{}` | |\n' },
    );
    expect(text('chart/README.md')).toContain('| `{"bearerTokenFile":"/var/run/secrets/');
    expect(template('m')).toBe(monitor(endpoint));
    expect(text('chart/values.yaml')).toBe(`scrape:\n${SECURE.replace(/^ {4}/gm, '')}b: 2\n`);
  });

  test('with a scheme from the values get another default', () => {
    const { text } = scrape(
      '    - port: web\n      scheme: {{ .Values.scheme }}\n      tlsConfig:\n        insecureSkipVerify: true\n',
      'scheme: http\n',
    );
    expect(text('chart/values.yaml')).toBe('scheme: https\n');
  });

  test('with a tlsConfig that is printed only when given get one', () => {
    const endpoint =
      '    - port: web\n      scheme: https\n      bearerTokenFile: x\n      {{- with .Values.tls }}\n      tlsConfig:\n        {{- toYaml . | nindent 8 }}\n      {{- end }}\n';
    const { template, text } = scrape(endpoint, 'tls: {}\n');
    expect(template('m')).toBe(monitor(endpoint));
    expect(text('chart/values.yaml')).toBe('tls:\n  insecureSkipVerify: true\n');
  });
});

describe('NetworkPolicies', () => {
  const policy = (port: string) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "weaver.fullname" . }}
spec:
  podSelector:
    matchLabels:
      {{- include "weaver.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress]
  ingress:
    - ports:
        - port: ${port}
`;

  test('admit the new port where they admitted the old one', () => {
    expect(run({ d: deployment(MANAGER), p: policy('8080') }).template('p')).toBe(policy('8443'));
  });

  test('that admit others are told', () => {
    const { findings, template } = run({ d: deployment(MANAGER), p: policy('9443') });
    expect(template('p')).toBe(policy('9443'));
    expect(rulesOf(findings)).toContain('network-policy-blocks-metrics');
  });
});

describe('the role of the sidecar', () => {
  const templates = { d: deployment(MANAGER + SIDECAR), role: ROLE, binding: bound('manager-role') };

  test('goes with its binding and its file', () => {
    const { template } = run({ ...templates, proxy: `${PROXY_ROLE}---\n${bound('proxy-role')}` });
    expect(template('proxy')).toBeUndefined();
  });

  test('leaves the rest of a file', () => {
    const { template } = run({
      ...templates,
      role: `${ROLE}---\n${PROXY_ROLE}`,
      more: `{{- if .Values.rbac }}\n${bound('proxy-role')}---\n${bound('x')}{{- end }}\n`,
    });
    expect(template('role')).toBe(ROLE);
    expect(template('more')).toBe(`{{- if .Values.rbac }}\n${bound('x')}{{- end }}\n`);
  });

  test('stays where no role of the manager can take its rules', () => {
    const { template } = run({ d: templates.d, proxy: PROXY_ROLE });
    expect(template('proxy')).toBe(PROXY_ROLE);
  });
});

describe('values', () => {
  test('of a mapping that a template reads on from stay', () => {
    const manager = `${MANAGER}          {{- if .Values.proxy.pullPolicy }}\n          imagePullPolicy: Always\n          {{- end }}\n`;
    const { changed } = run({ d: deployment(SIDECAR + manager) }, { 'chart/values.yaml': VALUES });
    expect(changed).toEqual(['chart/templates/d.yaml']);
  });

  const sidecar = { d: deployment(MANAGER + SIDECAR) };

  test('that only the sidecar named go, with the comments above', () => {
    const values = VALUES.replace('proxy:', '# The sidecar.\nproxy:');
    expect(run(sidecar, { 'chart/values.yaml': values }).text('chart/values.yaml')).toBe(
      'image: weaver\nreplicas: 1\n',
    );
  });

  test('that something still names stay', () => {
    const { text } = run({ ...sidecar, x: 'a: {{ .Values.proxy.tag }}\n' }, { 'chart/values.yaml': VALUES });
    expect(text('chart/values.yaml')).toBe('image: weaver\nproxy:\n  tag: v1\nreplicas: 1\n');
  });

  test('that are printed as a whole stay', () => {
    const { text } = run(
      { ...sidecar, x: 'a: {{ toYaml .Values.proxy }}\n' },
      { 'chart/values.yaml': VALUES },
    );
    expect(text('chart/values.yaml')).toBe(VALUES);
  });

  test('rows of the README and keys of the schema follow', () => {
    const row = (key: string) => `| ${key} | string | \`"v1"\` | A text |\n`;
    const schema = (keys: string, required: string) =>
      `{\n  "type": "object",\n  "required": [${required}],\n  "properties": {\n    "image": { "type": "string" }${keys}\n  }\n}\n`;
    const { text } = run(sidecar, {
      'chart/values.yaml': VALUES,
      'chart/README.md': `| Key | Type | Default | Description |\n|---|---|---|---|\n${row('image')}${row('proxy.tag')}${row('replicas')}`,
      'chart/values.schema.json': schema(',\n    "proxy": { "type": "object" }', '"image", "proxy"'),
    });
    expect(text('chart/README.md')).toBe(
      `| Key | Type | Default | Description |\n|---|---|---|---|\n${row('image')}${row('replicas')}`,
    );
    expect(text('chart/values.schema.json')).toBe(schema('', '"image"'));
  });

  test('a closed schema goes on describing the key', () => {
    const schema =
      '{ "additionalProperties": false, "properties": { "image": {}, "proxy": {}, "replicas": {} } }\n';
    const { text, findings } = run(sidecar, {
      'chart/values.yaml': VALUES,
      'chart/values.schema.json': schema,
    });
    expect(text('chart/values.schema.json')).toBe(schema);
    expect(rulesOf(findings)).toContain('chart-schema');
  });
});

describe('defaults that the arguments change', () => {
  const manager = MANAGER.replace('127.0.0.1:8080', ':{{ .Values.port }}');
  const changed = (schema: string) =>
    run(
      { d: deployment(manager) },
      {
        'chart/values.yaml': 'port: 8080\n',
        'chart/README.md': '| port | int | `8080` | The port 8080 |\n',
        'chart/values.schema.json': schema,
      },
    );

  test('README and schema follow', () => {
    const { text } = changed('{"properties":{"port":{"type":"integer","default":8080}}}\n');
    expect(text('chart/README.md')).toBe('| port | int | `8443` | The port 8080 |\n');
    expect(text('chart/values.schema.json')).toBe(
      '{"properties":{"port":{"type":"integer","default":8443}}}\n',
    );
  });

  test.each([
    ['{"properties":{"port":{\n"enum":[8080,9090]}}}\n'],
    ['{"properties":{"port":{\n"maximum":8100}}}\n'],
    ['{"properties":{"port":{\n"const":8080}}}\n'],
  ])('a schema that forbids it is a refusal: %s', (schema) => {
    expect(() => changed(schema)).toThrow(
      expect.objectContaining({
        kind: 'refused',
        problem: expect.objectContaining({
          code: 'chart-schema',
          file: 'chart/values.schema.json',
          line: 2,
          reason: 'the schema of the chart does not allow port to be 8443',
        }),
      }),
    );
  });
});

test('the version of a changed chart is left to its release', () => {
  const { findings } = run({ d: deployment(MANAGER) });
  expect(findings).toContainEqual(
    expect.objectContaining({ rule: 'chart-version', path: 'chart/Chart.yaml', line: 2 }),
  );
});
