import { describe, expect, test } from 'vitest';
import { ProblemError } from '../../repository/problem.ts';
import { ARGS, deployment, PROXY, patch, repository, takeOut } from './sidecar.testing.ts';

const TARGET = '  target: {kind: Deployment}\n';
const VALUE =
  '{name: kube-rbac-proxy, args: ["--secure-listen-address=0.0.0.0:8443", "--upstream=http://127.0.0.1:8080/"]}';
const MORE = 'config/default/more.yaml';
const op = (name: string, path: string, value = '{}') =>
  `- op: ${name}\n  path: /spec/template/spec/containers/${path}\n${name === 'remove' ? '' : `  value: ${value}\n`}`;

/** What becomes of JSON6902 operations behind a strategic patch that puts the sidecar in front. */
function behindStrategic(...operations: readonly string[]) {
  const files = repository(
    { 'config/default/proxy.yaml': patch(PROXY), [MORE]: operations.join('') },
    deployment(...ARGS),
    `patches:\n- path: proxy.yaml\n- path: more.yaml\n${TARGET}`,
  );
  return takeOut(files).text(MORE);
}

describe('the containers are counted again', () => {
  test('the manager, which was second, is first', () => {
    expect(behindStrategic(op('add', '1/args/-', '--a'))).toBe(op('add', '0/args/-', '--a'));
  });

  test('an operation about the sidecar goes, the others stay', () => {
    expect(behindStrategic(op('add', '0/resources'), op('add', '1/resources'))).toBe(
      op('add', '0/resources'),
    );
  });

  test('a patch that is about the sidecar alone goes as a whole', () => {
    expect(behindStrategic(op('add', '0/resources'))).toBeUndefined();
  });

  test('a container that is put in front moves the sidecar, not itself', () => {
    const added = op('add', '0', '{name: other}');
    expect(behindStrategic(added, op('add', '2/args/-', '--a'))).toBe(added + op('add', '1/args/-', '--a'));
  });

  test('one behind the last is not counted', () => {
    const added = op('add', '-', '{name: other}');
    expect(behindStrategic(added)).toBe(added);
  });

  test('behind the removal of the sidecar nothing changes', () => {
    expect(behindStrategic(op('remove', '0'), op('add', '0/args/-', '--a'))).toBe(
      op('add', '0/args/-', '--a'),
    );
  });

  test('other paths and the pods’ own stay', () => {
    const other = '- op: add\n  path: /spec/replicas\n  value: 2\n';
    expect(behindStrategic(other)).toBe(other);
  });
});

describe('a sidecar that an operation adds', () => {
  const added = (place: string, ...further: readonly string[]) =>
    takeOut(
      repository(
        { [MORE]: op('add', place, VALUE) + further.join('') },
        deployment(...ARGS),
        `patches:\n- path: more.yaml\n${TARGET}`,
      ),
    );

  test('alone in its patch takes the file and the entry with it', () => {
    const result = added('-');
    expect(result.removed).toEqual([MORE]);
    expect(result.text('config/default/kustomization.yaml')).toBe('resources:\n- ../manager\n');
  });

  test('in front: what counts behind it moves up', () => {
    expect(added('0', op('add', '1/args/-', '--a')).text(MORE)).toBe(op('add', '0/args/-', '--a'));
  });

  test('at the end: nothing moves', () => {
    expect(added('-', op('add', '0/args/-', '--a')).text(MORE)).toBe(op('add', '0/args/-', '--a'));
  });

  test('in front of one that was counted before: that stays', () => {
    const files = repository(
      { [MORE]: op('add', '0/args/-', '--a') + op('add', '0', VALUE) },
      deployment(...ARGS),
      `patches:\n- path: more.yaml\n${TARGET}`,
    );
    expect(takeOut(files).text(MORE)).toBe(op('add', '0/args/-', '--a'));
  });
});

test('a patch that counts containers with and without the sidecar is refused', () => {
  const patches = `patches:\n- path: ../default/more.yaml\n${TARGET}`;
  const files = repository(
    {
      'config/default/proxy.yaml': patch(PROXY),
      [MORE]: op('add', '1/args/-', '--a'),
      'config/other/kustomization.yaml': `resources:\n- ../manager\n${patches}`,
    },
    deployment(...ARGS),
    `patches:\n- path: proxy.yaml\n- path: more.yaml\n${TARGET}`,
  );
  let code = '';
  try {
    takeOut(files);
  } catch (error) {
    code = error instanceof ProblemError ? error.problem.code : '';
  }
  expect(code).toBe('kube-rbac-proxy-shared-patch');
});
