import { expect, test } from 'vitest';
import type { DeploymentRendering } from './manager-manifests.ts';
import { mergedContainerNames } from './merged-containers.ts';

const part = (...names: readonly string[]) => ({ containers: names.map((name) => ({ name })) });

test('what a patch names moves to the front, in the order of the patch', () => {
  const rendering = {
    deployment: part('manager', 'log', 'audit'),
    patches: [part('proxy'), part('log', 'mesh', 'proxy')],
  } as unknown as DeploymentRendering;
  expect(mergedContainerNames(rendering)).toEqual(['log', 'mesh', 'proxy', 'manager', 'audit']);
});

test('what a patch adds stands in front, a later patch before an earlier one', () => {
  const rendering = {
    deployment: part('manager', 'log'),
    patches: [part('proxy', 'manager'), part('mesh')],
  } as unknown as DeploymentRendering;
  expect(mergedContainerNames(rendering)).toEqual(['mesh', 'proxy', 'manager', 'log']);
});
