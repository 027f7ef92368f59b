import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { namedByBuilds } from './kustomize-builds.ts';

function named(files: Record<string, string>, ...directories: string[]): readonly string[] {
  return [
    ...namedByBuilds(memoryRepository(files), directories.length > 0 ? directories : ['config/manager', '.']),
  ];
}

describe('namedByBuilds', () => {
  it.each([
    ['Makefile', '\t$(KUSTOMIZE) build config/manager > out.yaml'],
    ['Makefile', '\tcd out && "$(KUSTOMIZE)" --load-restrictor LoadRestrictionsNone build ./config/manager'],
    ['hack/deploy.sh', 'kubectl apply --kustomize config/manager'],
    ['hack/deploy.sh', '"$KUSTOMIZE" build "config/manager/"|kubectl apply -f -'],
    ['build.mk', '\tkustomize build `pwd`/x config/manager'],
    ['Tiltfile', 'k8s_yaml(kustomize("./config/manager"))'],
    ['skaffold.yaml', '  kustomize:\n    paths: ["config/manager"]'],
    ['.github/workflows/ci.yml', '      - run: kustomize build config/manager'],
  ])('reads %s: %s', (path, text) => {
    expect(named({ [path]: `${text}\n` })).toEqual(['config/manager']);
  });

  it.each([
    ['Makefile', '\tcd config/manager && kustomize edit set image x=y'],
    ['Makefile', '\t# kustomize build config/manager'],
    ['Makefile', '\tgo build config/manager'],
    ['Makefile', '\tkustomize build config/manager/base'],
    ['Makefile', '\tkustomize build other/config/manager'],
    ['README.md', 'kustomize build config/manager'],
    ['vendor/x/Makefile', '\tkustomize build config/manager'],
    ['.gitlab/workflows/ci.yml', 'kustomize build config/manager'],
  ])('does not read %s: %s', (path, text) => {
    expect(named({ [path]: `${text}\n` })).toEqual([]);
  });

  it('knows the root, and paths that go up and down', () => {
    expect(named({ Makefile: '\tkubectl apply -k .\n' })).toEqual(['.']);
    expect(named({ 'hack/x.sh': 'kustomize build ../config/manager\n' })).toEqual(['config/manager']);
  });

  it('reads paths from the folder of the file too', () => {
    const files = { 'sub/Makefile': '\tkustomize build config/manager\n' };
    expect(named(files, 'sub/config/manager')).toEqual(['sub/config/manager']);
    expect(named(files, 'config/manager')).toEqual(['config/manager']);
  });
});
