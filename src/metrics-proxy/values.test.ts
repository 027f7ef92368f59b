import { describe, expect, it } from 'vitest';
import { usageOf } from '../../test/setup/problems.ts';
import {
  checkedImage,
  checkedLoopback,
  checkedNamespace,
  parseNodeSelector,
  parseResources,
  parseScraper,
  parseToleration,
} from './values.ts';

describe('values', () => {
  it('are read', () => {
    expect(parseScraper('monitoring/prometheus.k8s')).toEqual({
      namespace: 'monitoring',
      name: 'prometheus.k8s',
    });
    expect(parseNodeSelector('example.org/pool=')).toEqual({ key: 'example.org/pool', value: '' });
    expect(parseToleration('*')).toEqual({});
    expect(parseToleration('a/b')).toEqual({ key: 'a/b' });
    expect(parseToleration('a=b:NoExecute')).toEqual({ key: 'a', value: 'b', effect: 'NoExecute' });
    expect(parseToleration('a:NoSchedule')).toEqual({ key: 'a', effect: 'NoSchedule' });
    expect(parseResources('--limits', 'memory=1Gi,cpu=0.5')).toEqual([
      ['memory', '1Gi'],
      ['cpu', '0.5'],
    ]);
    expect(parseResources('--limits', '')).toEqual([]);
  });

  it.each([
    'haproxy:2.6',
    'registry.example.com:5000/a/b_c:v1.2-x',
    `quay.io/a/b@sha256:${'0'.repeat(64)}`,
    `quay.io/a/b:v1@sha256:${'a'.repeat(64)}`,
  ])('takes the image %s', (image) => {
    expect(checkedImage('--haproxy-image', image)).toBe(image);
  });

  it.each([
    ['haproxy', 'names no version'],
    ['registry:5000/haproxy', 'names no version'],
    ['a b:1', 'is no name of an image'],
    ['quay.io/a@sha256:12', 'is no name of an image'],
    ['x:1\n  command: [sh]', 'is no name of an image'],
  ])('refuses the image %j', (image, reason) => {
    expect(usageOf(() => checkedImage('--haproxy-image', image))).toContain(reason);
  });

  it.each([
    [() => parseScraper('prometheus'), '--scraper is namespace/serviceaccount'],
    [() => parseScraper('a/b/c'), '--scraper is'],
    [() => parseScraper('A/b'), '--scraper is'],
    [() => checkedNamespace('a.b'), 'is no name of a namespace'],
    [() => checkedNamespace(''), 'is no name of a namespace'],
    [() => checkedLoopback('0.0.0.0'), '--loopback is 127.0.0.1 or ::1'],
    [() => parseNodeSelector('key'), '--node-selector is key=value'],
    [() => parseNodeSelector('a=b c'), '--node-selector is key=value'],
    [() => parseToleration('a:Never'), '--toleration is'],
    [() => parseToleration('a=b\nc'), '--toleration is'],
    [() => parseResources('--limits', 'gpu=1'), '--limits is resource=quantity'],
    [() => parseResources('--limits', 'cpu=fast'), '--limits is'],
    [() => parseResources('--limits', 'cpu=1,cpu=2'), '--limits is'],
  ])('says what is wrong (%#)', (act, reason) => {
    expect(usageOf(act)).toContain(reason);
  });
});
