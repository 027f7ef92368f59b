import { describe, expect, it } from 'vitest';
import { parseRbacMarker } from './marker-grammar.ts';

const EMPTY = {
  groups: [],
  resources: [],
  resourceNames: [],
  urls: [],
  verbs: [],
  namespace: '',
  roleName: '',
};

describe('parseRbacMarker', () => {
  it.each([
    ['groups=a,resources=x,verbs=get', { groups: ['a'], resources: ['x'], verbs: ['get'] }],
    [
      'groups=a;b,resources=x;y,verbs=get;list',
      { groups: ['a', 'b'], resources: ['x', 'y'], verbs: ['get', 'list'] },
    ],
    ['groups={a,b},verbs={get, list}', { groups: ['a', 'b'], verbs: ['get', 'list'] }],
    ['groups="",resources=pods,verbs=get', { groups: [''], resources: ['pods'], verbs: ['get'] }],
    ['groups=,resources=pods,verbs=get', { groups: [], resources: ['pods'], verbs: ['get'] }],
    ['groups={"a","b"},verbs=get', { groups: ['a', 'b'], verbs: ['get'] }],
    ['groups="a;b",verbs=`get;list`', { groups: ['a;b'], verbs: ['get;list'] }],
    ['groups="a";"b",verbs=get', { groups: ['a', 'b'], verbs: ['get'] }],
    ['groups=a; b,verbs=get', { groups: ['a', 'b'], verbs: ['get'] }],
    ['groups=a,resources=x/status,verbs=*', { groups: ['a'], resources: ['x/status'], verbs: ['*'] }],
    ['urls=/metrics;/healthz,verbs=get', { urls: ['/metrics', '/healthz'], verbs: ['get'] }],
    ['verbs=get,groups=a', { groups: ['a'], verbs: ['get'] }],
    ['groups=a,resourceNames=n;m,verbs=get', { groups: ['a'], resourceNames: ['n', 'm'], verbs: ['get'] }],
    ['groups=a,namespace=kube-system,verbs=get', { groups: ['a'], namespace: 'kube-system', verbs: ['get'] }],
    ['groups=a,namespace="x y",verbs=get', { groups: ['a'], namespace: 'x y', verbs: ['get'] }],
    ['groups=a,roleName=other,verbs=get', { groups: ['a'], roleName: 'other', verbs: ['get'] }],
    ['groups=a, verbs=get', { groups: ['a'], verbs: ['get'] }],
    ['groups=a,verbs=get;', { groups: ['a'], verbs: ['get'] }],
    ['groups=a,groups=b,verbs=get', { groups: ['b'], verbs: ['get'] }],
  ])('reads %s', (text, expected) => {
    expect(parseRbacMarker(`+kubebuilder:rbac:${text}`)).toEqual({ ...EMPTY, ...expected });
  });

  it.each([
    ['groups=a.io ; b.io ,verbs=get', ['a.', 'b.']],
    ['groups={ x , y },verbs=get', ['', '']],
    ['groups=x y;z,verbs=get', ['x y', 'z']],
  ])('loses a token before white space as controller-gen does: %s', (text, groups) => {
    expect(parseRbacMarker(`+kubebuilder:rbac:${text}`)).toMatchObject({ groups });
  });

  it.each([
    '+kubebuilder:rbac:groups=a,resources=x',
    '+kubebuilder:rbac:groups=a,verb=get',
    '+kubebuilder:rbac:groups=a verbs=get',
    '+kubebuilder:rbac:groups={a,verbs=get',
    '+kubebuilder:rbac:groups="a,verbs=get',
    '+kubebuilder:rbac:verbs=get}',
    '+kubebuilder:rbac:verbs={get;list}',
    '+kubebuilder:rbac:groups="\\q",verbs=get',
    '+kubebuilder:rbac',
    '+kubebuilder:rbac=x',
  ])('is refused by controller-gen: %s', (text) => {
    expect(parseRbacMarker(text)).toBe('invalid');
  });

  it.each([
    '+kubebuilder:object:root=true',
    '+kubebuilder:rbac:',
    'kubebuilder:rbac:verbs=get',
    '+ kubebuilder:rbac:verbs=get',
    '+kubebuilder:rbacx:verbs=get',
  ])('is another marker: %s', (text) => {
    expect(parseRbacMarker(text)).toBeUndefined();
  });
});
