import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { renderFiles } from './rendering.ts';
import { policiesBlocking } from './services-policies.ts';

const SECURE = { number: 8443, name: 'metrics' };

/** How many of these policies keep the secure port shut for pods labelled `app: x`. */
function blocking(
  specs: readonly string[],
  declared: readonly { name: string | undefined; number: number }[] = [],
): number {
  const documents = specs.map(
    (spec, index) =>
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p${index}}\nspec: ${spec}\n`,
  );
  const rendering = renderFiles(memoryRepository({ 'all.yaml': documents.join('---\n') }), 'all.yaml');
  return policiesBlocking(rendering, new Map([['app', 'x']]), SECURE, declared).length;
}

describe('policiesBlocking', () => {
  it.each([
    ['a policy for all pods with another port', ['{podSelector: {}, ingress: [{ports: [{port: 9443}]}]}'], 1],
    ['a policy for these pods without any rule', ['{podSelector: {matchLabels: {app: x}}}'], 1],
    [
      'two that are shut',
      ['{podSelector: {}, ingress: []}', '{podSelector: {}, policyTypes: [Ingress, Egress]}'],
      2,
    ],
    ['a range beside the port', ['{podSelector: {}, ingress: [{ports: [{port: 8444, endPort: 9000}]}]}'], 1],
    ['a name that is not the port’s', ['{podSelector: {}, ingress: [{ports: [{port: web}]}]}'], 1],
  ])('lists %s', (_, specs, count) => {
    expect(blocking(specs)).toBe(count);
  });

  it.each([
    ['the port', ['{podSelector: {}, ingress: [{ports: [{port: 8443}]}]}']],
    [
      'the port in another rule',
      ['{podSelector: {}, ingress: [{ports: [{port: 1}]}, {ports: [{port: 2}, {port: 8443}]}]}'],
    ],
    ['a range', ['{podSelector: {}, ingress: [{ports: [{port: 8443, endPort: 8443}]}]}']],
    ['every port', ['{podSelector: {}, ingress: [{}]}']],
    ['every port of a protocol', ['{podSelector: {}, ingress: [{ports: [{protocol: TCP}]}]}']],
    ['egress alone', ['{podSelector: {}, policyTypes: [Egress]}']],
    ['other pods', ['{podSelector: {matchLabels: {app: y}}, ingress: []}']],
    ['one of two policies', ['{podSelector: {}, ingress: []}', '{podSelector: {}, ingress: [{}]}']],
    ['nothing', []],
  ])('is content with %s', (_, specs) => {
    expect(blocking(specs)).toBe(0);
  });

  it('knows the port by the name that its container gives it', () => {
    const specs = ['{podSelector: {}, ingress: [{ports: [{port: https}]}]}'];
    expect(blocking(specs, [{ name: 'https', number: 8443 }])).toBe(0);
    expect(blocking(specs, [{ name: 'https', number: 443 }])).toBe(1);
  });
});
