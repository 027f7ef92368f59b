import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { git, releasedRepository } from '../../test/setup/git-repository.ts';
import { served } from '../../test/setup/served-clone.ts';
import { testdir, writeTestFile } from '../../test/setup/testdir.ts';
import { withDownload } from './git-download.ts';

afterEach(() => vi.unstubAllEnvs());

const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];
const CERTIFICATES = ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'GIT_SSL_CAINFO'];

/** Puts a script in the place of git; it lies where the working directory is not. */
function standIn(script: string): void {
  const folder = testdir();
  writeTestFile(folder, 'git', `#!/bin/sh\n${script}\n`, 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
}

describe('withDownload', () => {
  it('fetches the tags of an address into a bare folder, which goes afterwards', async () => {
    const root = releasedRepository([['v1', { 'a.txt': 'one\n' }]]);
    let path = '';
    const tags = await withDownload(await served(root), async (download) => {
      path = download;
      expect(readFileSync(join(download, 'config'), 'utf8')).toContain('hooksPath = /dev/null');
      return git(download, 'for-each-ref', '--format=%(refname)');
    });
    expect(tags).toBe('refs/tags/v1\n');
    expect([path === '', existsSync(path)]).toEqual([false, false]);
  });

  it('removes the folder also when the process ends while it is in use', async () => {
    standIn('true');
    const listeners = process.listenerCount('exit');
    await withDownload('https://example.org/x.git', async (download) => {
      expect(process.listenerCount('exit')).toBe(listeners + 1);
      process.listeners('exit').at(-1)?.(0);
      expect(existsSync(download)).toBe(false);
    });
    expect(process.listenerCount('exit')).toBe(listeners);
  });

  it('removes the folder when its use fails', async () => {
    standIn('true');
    let path = '';
    const use = withDownload('https://example.org/x.git', async (download) => {
      path = download;
      throw new Error('inside');
    });
    await expect(use).rejects.toThrow('inside');
    expect([path === '', existsSync(path)]).toEqual([false, false]);
  });

  it('tells in one line why git could not', async () => {
    standIn('echo "fatal: no such host" >&2; echo more >&2; exit 128');
    await expect(withDownload('https://example.org/x.git', async () => 1)).rejects.toMatchObject({
      kind: 'io',
      problem: { code: 'download-failed', reason: 'git could not fetch it: fatal: no such host' },
    });
  });

  it('is a usage problem where git is not installed', async () => {
    vi.stubEnv('PATH', '/nowhere');
    await expect(withDownload('https://example.org/x.git', async () => 1)).rejects.toMatchObject({
      kind: 'usage',
      problem: { code: 'no-git' },
    });
  });

  it('gives git the way to the network, and no other variable', async () => {
    for (const name of [...PROXIES, ...CERTIFICATES]) vi.stubEnv(name, undefined);
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:1');
    vi.stubEnv('GIT_SSL_CAINFO', '/ca.pem');
    vi.stubEnv('GITHUB_TOKEN', 'planted');
    standIn('env > "$GIT_DIR/seen"; echo "$@" >> "$GIT_DIR/seen"');
    const seen = await withDownload('https://example.org/x.git', async (path) =>
      readFileSync(join(path, 'seen'), 'utf8').split('\n'),
    );
    expect(seen).toEqual(
      expect.arrayContaining([
        'HTTPS_PROXY=http://127.0.0.1:1',
        'GIT_SSL_CAINFO=/ca.pem',
        'GIT_ALLOW_PROTOCOL=https:http',
        '--literal-pathspecs fetch --quiet --no-tags --no-auto-gc -- https://example.org/x.git +refs/tags/*:refs/tags/*',
      ]),
    );
    expect(seen.filter((line) => /TOKEN|HTTP_PROXY|http_proxy/.test(line))).toEqual([]);
  });
});
