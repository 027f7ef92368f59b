import { beforeAll, describe, expect, it } from 'vitest';
import { loadGoGrammar } from '../golang/syntax.ts';
import { CAPI, decide, RUNTIME } from './decide.testing.ts';

beforeAll(loadGoGrammar);

describe('a note', () => {
  const messages = (goMod: string) =>
    decide(goMod).findings.map(({ line, message }) => `${line}: ${message}`);

  it('says when the require line does not say what is compiled', () => {
    const goMod = `require ${CAPI} v1.6.0\nrequire ${RUNTIME} v0.21.0\nreplace ${CAPI} => example.org/cluster-api v0.1.0`;
    expect(messages(goMod)).toEqual([
      '3: Cluster API v1.6.0 is required, but a replace puts another one in its place: fork: example.org/cluster-api v0.1.0 (dated 1.11 by controller-runtime 0.21)',
    ]);
  });

  it('says when the release was made for another controller-runtime', () => {
    expect(messages(`require ${CAPI} v1.8.1\nrequire ${RUNTIME} v0.19.0`)).toEqual([
      '3: Cluster API v1.8.1 was released with controller-runtime 0.18, here it runs with 0.19',
    ]);
  });

  it('is not made of what fits, nor of a placeholder', () => {
    expect(messages(`require ${CAPI} v1.8.1\nrequire ${RUNTIME} v0.18.4`)).toEqual([]);
    const placeholder = `require ${CAPI} v0.0.0-00010101000000-000000000000\nrequire ${RUNTIME} v0.17.3\nreplace ${CAPI} => ${CAPI} v1.7.0`;
    expect(messages(placeholder)).toEqual([]);
    expect(
      messages(`require ${CAPI} v1.7.1\nrequire ${RUNTIME} v0.17.3\nreplace ${CAPI} => ${CAPI} v1.7.0`),
    ).toEqual([]);
  });
});

describe('replaced modules of Kubernetes', () => {
  const pins = (version: string, more = '') =>
    `require ${CAPI} v1.6.4\nrequire ${RUNTIME} v0.17.2\n\nreplace (\n\tk8s.io/apimachinery => k8s.io/apimachinery ${version}\n${more})\n`;
  const rules = (goMod: string) => decide(goMod).findings.map(({ rule }) => rule);

  it('are warned of where they are older than what the endpoint brings', () => {
    expect(rules(pins('v0.27.11'))).toContain('kubernetes-pinned');
  });

  it.each([
    ['they are of the same release', pins('v0.29.2')],
    ['apiserver is pinned with them', pins('v0.27.11', '\tk8s.io/apiserver => k8s.io/apiserver v0.27.11\n')],
  ])('are no cause for it where %s', (_, goMod) => {
    expect(rules(goMod)).not.toContain('kubernetes-pinned');
  });
});
