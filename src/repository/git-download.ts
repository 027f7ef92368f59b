import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noGit } from './git-clone.ts';
import { findGit, runGit } from './git-run.ts';
import { ProblemError } from './problem.ts';

const TIMEOUT_MS = 600_000;

/** What git needs of the caller's environment to reach a network through a proxy. */
const NETWORK = [
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'ALL_PROXY',
  'all_proxy',
  'NO_PROXY',
  'no_proxy',
];
const CERTIFICATES = ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'GIT_SSL_CAINFO'];

/** What of the caller's environment lets git reach a network. */
export function networkVariables(): Readonly<Record<string, string>> {
  const passed = [...NETWORK, ...CERTIFICATES].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(passed);
}

/** Whether a text is an address that {@link withDownload} takes. Plain http only on this machine. */
export function isUrl(text: string): boolean {
  return /^https:\/\//.test(text) || /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(text);
}

/**
 * Fetches the tags of a repository into a folder of our own, gives its path to `use`, and removes it. The only place
 * that asks a network for a repository: because the user named its address.
 */
export async function withDownload<Value>(
  url: string,
  use: (path: string) => Promise<Value>,
): Promise<Value> {
  const binary = findGit(process.cwd());
  if (binary === undefined) throw noGit();
  const room = mkdtempSync(join(tmpdir(), 'diag-codemod-clone-'));
  const remove = () => rmSync(room, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    for (const folder of ['refs', 'objects']) mkdirSync(join(room, folder));
    writeFileSync(join(room, 'HEAD'), 'ref: refs/heads/none\n');
    writeFileSync(
      join(room, 'config'),
      '[core]\n\trepositoryformatversion = 0\n\tbare = true\n\thooksPath = /dev/null\n',
    );
    await fetch(url, room, binary);
    return await use(room);
  } finally {
    remove();
    process.removeListener('exit', remove);
  }
}

async function fetch(url: string, room: string, binary: string): Promise<void> {
  const network = { ...networkVariables(), GIT_ALLOW_PROTOCOL: 'https:http' };
  const args = ['fetch', '--quiet', '--no-tags', '--no-auto-gc', '--', url, '+refs/tags/*:refs/tags/*'];
  try {
    await runGit({ root: room, room, binary, network, timeout: TIMEOUT_MS }, args);
  } catch (error) {
    throw new ProblemError('io', {
      code: 'download-failed',
      reason: `git could not fetch it: ${
        String((error as Error).message)
          .trim()
          .split('\n')[0]
      }`,
      hint: 'Check the address and the network, or clone it yourself and give the directory.',
    });
  }
}
