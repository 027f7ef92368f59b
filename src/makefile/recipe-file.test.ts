import { expect, it } from 'vitest';
import { includedFiles } from './includes.ts';
import { recipeKind } from './recipe-file.ts';

it.each([
  ['Makefile', 'make'],
  ['sub/GNUmakefile', 'make'],
  ['Makefile.tools', 'make'],
  ['hack/common.mk', 'make'],
  ['hack/update.sh', 'shell'],
  ['Taskfile.yaml', 'task'],
  ['Taskfile.dist.yml', 'task'],
  ['api/doc.go', 'go'],
  ['vendor/x/Makefile', undefined],
  ['x/testdata/Makefile', undefined],
  ['README.md', undefined],
])('%s is of the kind %s', (path, kind) => {
  expect(recipeKind(path)).toBe(kind);
});

it('finds the files that a Makefile includes', () => {
  const text =
    'DIR := hack\ninclude common.mk $(DIR)/tools.mk\n-include $(CURDIR)/local.mk\ninclude $(UNKNOWN).mk\n';
  expect(includedFiles('sub/Makefile', text)).toEqual(['sub/common.mk', 'sub/hack/tools.mk', 'sub/local.mk']);
});
