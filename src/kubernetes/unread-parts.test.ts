import { describe, expect, it } from 'vitest';
import { withoutUnread } from './unread-parts.ts';
import { parseYaml, textAt } from './yaml-file.ts';

const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.org
spec:
  group: example.org
  versions:
  - name: v1
status:
  storedVersions: []
`;
const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: manager\n';

function filed(text: string) {
  return { path: 'all.yaml', text, mode: 0o644 };
}

describe('withoutUnread', () => {
  it.each([
    ['a CRD alone', crd],
    ['a CRD before another object', `${crd}---\n${account}`],
    ['a CRD behind another object', `---\n${account}---\n${crd}`],
    ['CRLF', crd.replaceAll('\n', '\r\n')],
    ['no newline at the end', `${crd.slice(0, crd.indexOf('status'))}`.trimEnd()],
  ])('keeps the length and the lines outside of spec: %s', (_, text) => {
    const masked = withoutUnread(text);
    expect(masked).toHaveLength(text.length);
    expect(masked).not.toContain('group: example.org');
    expect(masked.indexOf('status:')).toBe(text.indexOf('status:'));
    expect(masked.indexOf(account)).toBe(text.indexOf(account));
  });

  it('leaves other objects alone, also those that speak of CRDs', () => {
    const rule = `${account}spec:\n  kinds: [CustomResourceDefinition]\n`;
    expect(withoutUnread(rule)).toBe(rule);
  });

  it('leaves a spec in one line alone', () => {
    const flow = 'kind: CustomResourceDefinition\nspec: {group: example.org}\n';
    expect(withoutUnread(flow)).toBe(flow);
  });

  it('ends at a document marker, not at dashes of a list in the first column', () => {
    const text = `kind: CustomResourceDefinition\nspec:\n- a\n- b\n---\n${account}`;
    expect(withoutUnread(text)).toBe(`kind: CustomResourceDefinition\nspec:\n#######\n---\n${account}`);
  });
});

const webhooks = `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata:
  name: mutating
webhooks:
- name: default.widget.example.org
  clientConfig:
    service:
      name: webhook-service
`;

describe('withoutUnread of webhooks', () => {
  it.each(['Mutating', 'Validating'])('leaves the name of a %sWebhookConfiguration', (kind) => {
    const text = `${webhooks.replace('Mutating', kind)}---\n${account}`;
    const masked = withoutUnread(text);
    expect(masked).toHaveLength(text.length);
    expect(masked).toMatch(/name: mutating\nwebhooks:\n#+\n---\n/);
    expect(masked.indexOf(account)).toBe(text.indexOf(account));
  });

  it('leaves what other objects say below webhooks, and below spec', () => {
    const other = webhooks.replace('MutatingWebhookConfiguration', 'WebhookConfigurationList');
    expect(withoutUnread(other)).toBe(other);
    expect(withoutUnread(`${webhooks}spec:\n  a: 1\n`)).toContain('a: 1');
  });
});

describe('parseYaml with CRDs', () => {
  it('gives names and ranges of the file as it is written', () => {
    const file = parseYaml(filed(`${crd}---\n${account}`));
    const [first, second] = file.documents.map((document) => document.contents);
    expect(textAt(first, ['metadata', 'name'])).toBe('widgets.example.org');
    expect(textAt(first, ['spec', 'group'])).toBeUndefined();
    expect(second?.range?.[0]).toBe(file.text.indexOf(account));
    expect(file.text).toContain('group: example.org');
  });

  it('gives the same value for the same file, and another one for another', () => {
    const file = filed(account);
    expect(parseYaml(file)).toBe(parseYaml(file));
    expect(parseYaml({ ...file })).not.toBe(parseYaml(file));
  });
});
