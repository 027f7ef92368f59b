import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../test/setup/testdir.ts';
import { loadCompiled } from './code-cache.ts';

interface Exports {
  readonly answer: string;
  readonly twice: (value: number) => number;
}

/** Long enough that the code of what was called is worth keeping only where it was called. */
function program(build: string, answer = 'first'): string {
  return `// build ${build}\nexports.answer = '${answer}';\nexports.twice = (value) => value * 2;\n`;
}

function folder(text = program('aa11')): string {
  return testdir({ 'main.cjs': text });
}

function load(root: string, environment: NodeJS.ProcessEnv = {}) {
  return loadCompiled<Exports>(join(root, 'main.cjs'), environment);
}

/** Names of what was kept. */
function keptIn(root: string): readonly string[] {
  const compiled = join(root, 'compiled');
  return existsSync(compiled) ? readdirSync(compiled).filter((name) => name !== '.gitignore') : [];
}

describe('loadCompiled', () => {
  it('gives what the file exports, also from code that was kept', () => {
    const root = folder();
    const first = load(root);
    expect(first.exports.twice(21)).toBe(42);
    first.keep([]);
    expect(keptIn(root)).toHaveLength(1);
    const second = load(root);
    expect(second.exports).toMatchObject({ answer: 'first' });
    expect(second.exports.twice(4)).toBe(8);
  });

  it('keeps once: a later run writes nothing', () => {
    const root = folder();
    load(root).keep([]);
    const kept = join(root, 'compiled', keptIn(root)[0] ?? '');
    utimesSync(kept, 1, 1);
    load(root).keep([]);
    expect(statSync(kept).mtimeMs).toBe(1000);
  });

  it('takes no code of another build, not even one of the same length', () => {
    const root = folder();
    load(root).keep([]);
    writeFileSync(join(root, 'main.cjs'), program('bb22', 'other'));
    expect(load(root).exports.answer).toBe('other');
  });

  it('leaves a run that has compiled little without an effect', () => {
    const body = Array.from({ length: 400 }, (_, n) => `  value = value + ${n} * value;`).join('\n');
    const root = folder(`// build cc33\nexports.twice = (value) => {\n${body}\n  return value;\n};\n`);
    load(root).keep([]);
    expect(keptIn(root)).toEqual([]);
    const whole = load(root);
    whole.exports.twice(1);
    whole.keep([]);
    expect(keptIn(root)).toHaveLength(1);
  });

  it('writes nothing into a repository that the run is about', () => {
    const root = folder();
    load(root).keep(['check', root]);
    const link = join(testdir(), 'link');
    symlinkSync(root, link);
    load(root).keep(['check', link]);
    expect(readdirSync(root)).toEqual(['main.cjs']);
  });

  it('is hidden from git', () => {
    const root = folder();
    load(root).keep([]);
    expect(readFileSync(join(root, 'compiled/.gitignore'), 'utf8')).toBe('*\n');
  });

  it('keeps nothing where NODE_DISABLE_COMPILE_CACHE is set, or no build is told', () => {
    const off = folder();
    load(off, { NODE_DISABLE_COMPILE_CACHE: '1' }).keep([]);
    const unknown = folder("exports.answer = 'x';\n");
    load(unknown).keep([]);
    expect([...readdirSync(off), ...readdirSync(unknown)]).toEqual(['main.cjs', 'main.cjs']);
  });

  it('never throws where nothing can be written', () => {
    const root = folder();
    writeFileSync(join(root, 'compiled'), 'a file where the folder would be');
    const loaded = load(root);
    loaded.keep([]);
    expect(loaded.exports.answer).toBe('first');
    expect(readdirSync(root).sort()).toEqual(['compiled', 'main.cjs']);
  });
});
