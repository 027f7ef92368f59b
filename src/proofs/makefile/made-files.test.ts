import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../../test/setup/testdir.ts';
import { lineWriting, makeFile } from './made-files.ts';
import { makeEnvironment } from './make-environment.ts';

const MAKEFILE = `ROOT := $(shell git rev-parse --show-toplevel)
IMG ?= example.org/app:dev

config/.stamp: $(ROOT)/base.yaml
\tsed -e 's@image: .*@image: '"$(IMG)"'@' base.yaml \\
\t\t> made/patch.yaml
\ttouch $@

other:
\techo made/patch.yaml
`;

const env = { PATH: '/usr/bin:/bin' };

/** A copy with a Makefile, and the environment that make gets there. */
function copy(files: Record<string, string> = {}) {
  const tree = testdir({ Makefile: MAKEFILE, 'base.yaml': 'image: x\n', 'made/keep': '', ...files });
  return { tree, env: makeEnvironment({ root: testdir() }, env, tree, 'stand-ins') };
}

describe('makeFile', () => {
  it('runs the one line that writes the file, and nothing else of the recipe', async () => {
    const place = copy();
    const made = await makeFile(place.tree, 'made/patch.yaml', place.env);
    expect(made?.target).toBe('config/.stamp');
    expect(readFileSync(join(place.tree, 'made/patch.yaml'), 'utf8')).toBe('image: example.org/app:dev\n');
    expect(() => readFileSync(join(place.tree, 'config/.stamp'))).toThrow('ENOENT');
  });

  it('has nothing for a file that no recipe writes, or where the line fails', async () => {
    const place = copy();
    expect(await makeFile(place.tree, 'made/another.yaml', place.env)).toBeUndefined();
    const failing = copy({ Makefile: 'it:\n\tfalse > made/patch.yaml\n' });
    expect(await makeFile(failing.tree, 'made/patch.yaml', failing.env)).toBeUndefined();
  });
});

describe('lineWriting', () => {
  it.each([
    ['sed x a > b/c.yaml', true],
    ['envsubst < a >./b/c.yaml', true],
    ['envsubst < a > "b/c.yaml"', true],
    ['cat a >> b/c.yaml', false],
    ['cat a > b/c.yaml.tmp', false],
    ['cat b/c.yaml', false],
  ])('%s: %s', (line, writes) => {
    expect(lineWriting(`true\n${line}\n`, 'b/c.yaml')).toBe(writes ? line : undefined);
  });
});
