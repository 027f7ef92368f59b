import { describe, expect, it } from 'vitest';
import { addPath } from './add-path.ts';
import { findGeneratorCalls } from './generator-calls.ts';
import { readRecipeFile } from './recipe-file.ts';

function withPath(recipe: string, directory = '.', definitions = ''): string {
  const text = `${definitions}x:\n${recipe}`;
  const [call] = findGeneratorCalls(readRecipeFile({ path: 'Makefile', text, mode: 0o644 }, new Map()));
  if (!call) throw new Error('no call');
  const { start, end, replacement } = addPath(text, call, directory);
  return (text.slice(0, start) + replacement + text.slice(end)).slice(definitions.length + 3);
}

describe('addPath', () => {
  it.each([
    [
      'a line of its own before the first',
      '\tgen=1 controller-gen \\\n\t\tpaths=./api/... \\\n\t\tpaths=./b/... \\\n\t\tcrd\n',
      '\tgen=1 controller-gen \\\n\t\tpaths=./ \\\n\t\tpaths=./api/... \\\n\t\tpaths=./b/... \\\n\t\tcrd\n',
    ],
    [
      'quoted like the first',
      '\tcontroller-gen \\\n\t    paths="./api/..." \\\n\t    crd\n',
      '\tcontroller-gen \\\n\t    paths="./" \\\n\t    paths="./api/..." \\\n\t    crd\n',
    ],
    [
      'on the same line',
      '\tcontroller-gen crd paths="./api/..." webhook\n',
      '\tcontroller-gen crd paths="./" paths="./api/..." webhook\n',
    ],
    [
      'on a continued line that holds more',
      '\tcontroller-gen crd \\\n\t\trbac:roleName=r paths=./api/... \\\n\t\twebhook\n',
      '\tcontroller-gen crd \\\n\t\trbac:roleName=r paths=./ paths=./api/... \\\n\t\twebhook\n',
    ],
    ['semicolons', '\tcontroller-gen crd paths="./a;./b"\n', '\tcontroller-gen crd paths="./;./a;./b"\n'],
    [
      'semicolons with spaces',
      '\tcontroller-gen crd paths="./a; ./b"\n',
      '\tcontroller-gen crd paths="./; ./a; ./b"\n',
    ],
    ['braces', '\tcontroller-gen crd paths="{./a,./b}"\n', '\tcontroller-gen crd paths="{./,./a,./b}"\n'],
    [
      'braces with spaces',
      '\tcontroller-gen crd paths="{./a, ./b}"\n',
      '\tcontroller-gen crd paths="{./, ./a, ./b}"\n',
    ],
    ['braces around one', '\tcontroller-gen crd paths={./a}\n', '\tcontroller-gen crd paths={./,./a}\n'],
    [
      'CRLF',
      '\tcontroller-gen \\\r\n\t\tpaths=./a \\\r\n\t\tcrd\r\n',
      '\tcontroller-gen \\\r\n\t\tpaths=./ \\\r\n\t\tpaths=./a \\\r\n\t\tcrd\r\n',
    ],
    [
      'no path: the own package stays',
      '\tcontroller-gen crd webhook\n',
      '\tcontroller-gen crd webhook paths=./ paths=./\n',
    ],
  ])('%s', (_, before, after) => {
    const definitions = before.includes('\r') ? 'A = 1\r\n' : '';
    expect(withPath(before, '.', definitions)).toBe(after);
  });

  it('stays before a redirection', () => {
    expect(withPath('\tcontroller-gen rbac:roleName=r output:rbac:stdout > $(OUT)\n', 'cmd')).toBe(
      '\tcontroller-gen rbac:roleName=r output:rbac:stdout paths=./ paths=./cmd > $(OUT)\n',
    );
  });

  it('goes before a variable that holds the paths', () => {
    const recipe = '\tcontroller-gen crd $(O)\n';
    expect(withPath(recipe, '.', 'O = paths=./a paths=./b\n')).toBe('\tcontroller-gen crd paths=./ $(O)\n');
  });

  it('names a folder from where the call runs', () => {
    expect(withPath('\tcontroller-gen crd paths=./a\n', 'cmd/manager')).toContain(
      'paths=./cmd/manager paths=./a',
    );
    expect(withPath('\tcd sub && controller-gen crd paths=./a\n', 'sub')).toContain('paths=./ paths=./a');
    expect(withPath('\tcd sub && controller-gen crd paths=./a\n', 'cmd')).toContain('paths=../cmd paths=./a');
    expect(withPath('\tcd sub && controller-gen crd paths=./a\n', '.')).toContain('paths=../ paths=./a');
    expect(withPath('\tcd a/b && controller-gen crd paths=./a\n', '.')).toContain('paths=../../ paths=./a');
  });
});
