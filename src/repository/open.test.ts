import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { testdir } from '../../test/setup/testdir.ts';
import { openRepository } from './open.ts';
import { search } from './search.ts';

function problemOf(run: () => unknown): { readonly code: string } {
  try {
    run();
  } catch (error) {
    return (error as { problem?: { code: string } }).problem ?? { code: String(error) };
  }
  return { code: 'nothing was thrown' };
}

function refusalCode(run: () => unknown): string {
  return problemOf(run).code;
}

describe('openRepository lists', () => {
  it('regular files at any depth, sorted', () => {
    const root = testdir({ 'b.go': '', 'a/c.go': '', 'a/b/d.yaml': '', 'a.go': '' });
    expect(openRepository(root).paths).toEqual(['a.go', 'a/b/d.yaml', 'a/c.go', 'b.go']);
  });

  it('nothing of .git, node_modules and .diag-codemod, at any depth', () => {
    const root = testdir({
      '.git/config': '',
      'x/node_modules/y.js': '',
      '.diag-codemod/lock': '',
      'm.go': '',
    });
    expect(openRepository(root).paths).toEqual(['m.go']);
  });

  it('no .git file of a worktree', () => {
    expect(openRepository(testdir({ '.git': 'gitdir: /elsewhere\n', 'm.go': '' })).paths).toEqual(['m.go']);
  });

  it('no links, to files or to folders', () => {
    const outside = testdir({ 'secret.go': 'package secret\n' });
    const root = testdir({ 'm.go': '' });
    symlinkSync(join(outside, 'secret.go'), join(root, 'link.go'));
    symlinkSync(outside, join(root, 'folder'));
    const repository = openRepository(root);
    expect(repository.paths).toEqual(['m.go']);
    expect(repository.read('folder/secret.go')).toBeUndefined();
  });

  it('no FIFO', () => {
    const root = testdir({ 'm.go': '' });
    execFileSync('mkfifo', [join(root, 'main.go')]);
    expect(openRepository(root).paths).toEqual(['m.go']);
  });

  it('no name that is invalid UTF-8, as it could not be opened', () => {
    const root = testdir({ 'm.go': '' });
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff]), Buffer.from('.go')]), '');
    expect(openRepository(root).paths).toEqual(['m.go']);
  });

  it('vendored code, which decides the API', () => {
    const root = testdir({ 'vendor/modules.txt': '', 'vendor/example.org/flags/flags.go': '' });
    expect(openRepository(root).paths).toContain('vendor/example.org/flags/flags.go');
  });
});

describe('openRepository refuses', () => {
  it('a path that does not exist, and a file, as a usage problem', () => {
    const root = testdir({ file: '' });
    expect(refusalCode(() => openRepository(join(root, 'nowhere')))).toBe('no-directory');
    expect(refusalCode(() => openRepository(join(root, 'file')))).toBe('no-directory');
  });
});

describe('read', () => {
  it('keeps a byte order mark, CRLF and a missing final newline', () => {
    const root = testdir({ 'm.yaml': '\uFEFFa: 1\r\nb: 2' });
    expect(openRepository(root).read('m.yaml')?.text).toBe('\uFEFFa: 1\r\nb: 2');
  });

  it('gives the permission bits', () => {
    const root = testdir({ 'run.sh': 'x' });
    execFileSync('chmod', ['755', join(root, 'run.sh')]);
    expect(openRepository(root).read('run.sh')?.mode).toBe(0o755);
  });

  it('answers undefined for a path that is not there, or leads outside', () => {
    const repository = openRepository(testdir({ 'm.go': '' }));
    expect(repository.read('other.go')).toBeUndefined();
    expect(repository.read('../../etc/passwd')).toBeUndefined();
    expect(repository.has('m.go/../m.go')).toBe(false);
  });

  it.each([
    ['not-utf8', Buffer.from([0x61, 0xff, 0x0a]), 1, 2],
    ['not-utf8', Buffer.from([0xed, 0xa0, 0x80, 0x0a]), 1, 1],
    ['not-utf8', Buffer.concat([Buffer.from('\uFFFD\n# \uFFFDé '), Buffer.from([0xe9, 0x0a])]), 2, 9],
    ['not-utf8', Buffer.concat([Buffer.from('\uFEFFa\n'), Buffer.from([0xe2, 0x82])]), 2, 1],
    ['nul-byte', Buffer.from('a\nä\0b\n'), 2, 3],
    ['carriage-return-lines', Buffer.from('a: 1\rb: 2\r'), 1, 5],
  ])('refuses %s with its place', (code, bytes, line, column) => {
    const repository = openRepository(testdir({ 'm.yaml': bytes }));
    expect(problemOf(() => repository.read('m.yaml'))).toMatchObject({ code, file: 'm.yaml', line, column });
    expect(repository.tryRead('m.yaml')).toBeUndefined();
  });

  it('takes a file that really holds U+FFFD', () => {
    expect(openRepository(testdir({ 'm.go': '// \uFFFD\n' })).read('m.go')?.text).toBe('// \uFFFD\n');
  });

  it('refuses Go beyond 2 MiB and YAML beyond 4 MiB, not less', () => {
    const root = testdir({ 'm.go': 'x', 'm.yaml': 'x', 'n.yaml': 'x' });
    truncateSync(join(root, 'm.go'), 2 * 1024 * 1024 + 1);
    truncateSync(join(root, 'm.yaml'), 4 * 1024 * 1024 + 1);
    writeFileSync(join(root, 'n.yaml'), '#'.repeat(3 * 1024 * 1024));
    const repository = openRepository(root);
    expect(refusalCode(() => repository.read('m.go'))).toBe('file-too-large');
    expect(refusalCode(() => repository.read('m.yaml'))).toBe('file-too-large');
    expect(repository.read('n.yaml')?.text.length).toBe(3 * 1024 * 1024);
  });

  it('does not follow a link that replaced the file after the walk', () => {
    const root = testdir({ 'm.go': 'package main\n' });
    const repository = openRepository(root);
    execFileSync('ln', ['-sf', '/etc/passwd', join(root, 'm.go')]);
    expect(refusalCode(() => repository.read('m.go'))).toBe('unreadable-file');
  });

  it('does not wait for a FIFO that replaced the file after the walk', () => {
    const root = testdir({ 'm.go': 'package main\n' });
    const repository = openRepository(root);
    execFileSync('sh', ['-c', 'rm "$0" && mkfifo "$0"', join(root, 'm.go')]);
    expect(refusalCode(() => repository.read('m.go'))).toBe('unreadable-file');
  });

  it('answers undefined for a file that went after the walk', () => {
    const root = testdir({ 'm.go': 'package main\n' });
    const repository = openRepository(root);
    execFileSync('rm', [join(root, 'm.go')]);
    expect(repository.read('m.go')).toBeUndefined();
  });
});

describe('changedSinceRead', () => {
  it('names files that were written after they were read, and no others', () => {
    const root = testdir({ 'a.go': 'a', 'b.go': 'b', 'c.go': 'c' });
    const repository = openRepository(root);
    repository.read('a.go');
    repository.read('b.go');
    expect(repository.changedSinceRead?.()).toEqual([]);
    writeFileSync(join(root, 'a.go'), 'changed');
    writeFileSync(join(root, 'c.go'), 'never read');
    expect(repository.changedSinceRead?.()).toEqual(['a.go']);
  });
});

describe('search', () => {
  it('finds the files that hold a text and pass the filter', () => {
    const root = testdir({ 'a.go': 'x needle y', 'b.go': 'nothing', 'c.yaml': 'needle', 'd/e.go': 'needle' });
    expect(search(openRepository(root), 'needle', (path) => path.endsWith('.go'))).toEqual([
      'a.go',
      'd/e.go',
    ]);
  });

  it('looks into a file once for a text, through an overlay too', () => {
    const includes = vi.spyOn(String.prototype, 'includes');
    const repository = openRepository(testdir({ 'main.go': 'package main' }));
    const beside = repository.overlay(new Map([['go.mod', undefined]]));
    const found = [repository, beside, repository].map((one) => search(one, 'package', () => true));
    const looked = includes.mock.calls.filter(([text]) => text === 'package').length;
    includes.mockRestore();
    expect([found, looked]).toEqual([[['main.go'], ['main.go'], ['main.go']], 1]);
  });

  it('finds a file that cannot be decoded, so that reading it can refuse', () => {
    const root = testdir({ 'a.go': Buffer.from([0xff, ...Buffer.from('needle')]) });
    expect(search(openRepository(root), 'needle', () => true)).toEqual(['a.go']);
  });

  it('leaves out a file that cannot be read at all', () => {
    const root = testdir({ 'a.go': 'needle' });
    const repository = openRepository(root);
    execFileSync('rm', [join(root, 'a.go')]);
    mkdirSync(join(root, 'a.go'));
    expect(search(repository, 'needle', () => true)).toEqual([]);
  });
});
