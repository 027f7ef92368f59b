import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir, writeTestFile } from '../../test/setup/testdir.ts';
import { besideAddress, isOutsideCheckouts, parseAddress, type RemoteAddress } from './git-remote-address.ts';
import { ProblemError } from './problem.ts';

describe('parseAddress', () => {
  it.each([
    ['https://github.com/owner/name.git', 'http', 'github.com', 'owner/name'],
    ['https://user@GitHub.com/owner/name', 'http', 'github.com', 'owner/name'],
    ['http://127.0.0.1:8080/owner/name.git', 'http', '127.0.0.1:8080', 'owner/name'],
    ['git@github.com:owner/name.git', 'ssh', 'github.com', 'owner/name'],
    ['ssh://git@example.org:2222/owner/name.git', 'ssh', 'example.org:2222', 'owner/name'],
  ])('takes %s', (text, kind, host, path) => {
    expect(parseAddress(text)).toMatchObject({ kind, host, path });
  });

  it('takes a password out of the address', () => {
    const address = parseAddress('https://me:s%40cret@example.org/o/n.git');
    expect(address).toMatchObject({ url: 'https://example.org/o/n.git', credentials: 'me:s@cret' });
  });

  it.each([
    'ext::sh -c "touch x"',
    'ext::sh',
    '--upload-pack=touch x',
    '-oProxyCommand=x:y',
    'ssh://-oProxyCommand=x/y',
    'git@-oProxyCommand=x:y',
    'host:-path',
    'git://example.org/o/n',
    'http://example.org/o/n',
    'https://example.org/o/n\n--mirror',
    'file://../x',
    '../relative',
    '/no/such/folder',
    'file:///%ZZ',
    'fd::3',
    'https://me:secret-word@bad host/x',
    '',
  ])('refuses %j, and tells no password', (text) => {
    try {
      parseAddress(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ProblemError);
      expect((error as ProblemError).problem.code).toBe('remote-not-allowed');
      expect((error as ProblemError).problem.reason).not.toContain('secret-word');
    }
  });

  it('takes a password as it is where it is no percent encoding', () => {
    expect(parseAddress('https://me:100%25@example.org/o/n').credentials).toBe('me:100%');
    expect(parseAddress('https://me:100%@example.org/o/n').credentials).toBe('me:100%');
  });

  it('takes a folder by its path or as a file URL', () => {
    const root = testdir({ 'a b/HEAD': 'x' });
    const path = join(root, 'a b');
    const address = { url: path, kind: 'local', host: '', path: path.slice(1) };
    expect(parseAddress(path)).toEqual(address);
    expect(parseAddress(`file://${root}/a%20b`)).toEqual(address);
    expect(besideAddress(address as RemoteAddress, 'owner/name')).toEqual(address);
    for (const none of [`${path}/HEAD`, `${path}\u0007`]) expect(() => parseAddress(none)).toThrow();
  });

  it('finds another repository of the server', () => {
    const beside = besideAddress(parseAddress('git@github.com:bot/fork.git'), 'owner/name');
    expect(beside).toMatchObject({ url: 'git@github.com:owner/name.git', path: 'owner/name' });
  });
});

describe('isOutsideCheckouts', () => {
  it('takes a bare repository, and none that a checkout may have brought', () => {
    const root = testdir({ 'checkout/.git/HEAD': 'x', 'checkout/evil.git/HEAD': 'x', 'bare.git/HEAD': 'x' });
    const isOutside = (path: string, own = join(root, 'own')) =>
      isOutsideCheckouts(parseAddress(join(root, path)), own);
    expect(isOutside('bare.git')).toBe(true);
    expect(isOutside('checkout/evil.git')).toBe(false);
    expect(isOutside('checkout')).toBe(false);
    writeTestFile(root, 'own/in.git/HEAD', 'x');
    expect(isOutside('own/in.git')).toBe(false);
  });
});
