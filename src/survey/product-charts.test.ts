import { expect, test } from 'vitest';
import { deploymentText, managerSource } from '../../test/setup/manager-manifests.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { surveyManifests } from './manifests.ts';

const FOREIGN = ['loom', 'shuttle', 'warp', 'weft'];

/** Charts that each run a container `manager`, and those of them that are taken for the manager's. */
function taken(charts: Readonly<Record<string, string>>): string[] {
  const files = Object.entries(charts).flatMap(([name, image]) => [
    [`charts/${name}/Chart.yaml`, `name: ${name}\n`],
    [`charts/${name}/templates/d.yaml`, deploymentText(`- name: manager\n  image: ${image}\n`, name)],
  ]);
  const source = managerSource();
  const manifests = surveyManifests(memoryRepository(Object.fromEntries(files)), [source]).get(source);
  return (manifests?.templates ?? []).map(({ name }) => name);
}

const images = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, `x/${name}`]));

test('few charts are all the manager’s', () => {
  expect(taken(images(FOREIGN.slice(0, 3)))).toEqual(FOREIGN.slice(0, 3));
});

test('of a collection only those that speak of the product', () => {
  expect(
    taken({ ...images(FOREIGN), 'weaver-operator': 'x/y', other: '"{{ .Values.weaverOperator.image }}"' }),
  ).toEqual(['other', 'weaver-operator']);
  expect(taken(images(FOREIGN))).toEqual([]);
});
