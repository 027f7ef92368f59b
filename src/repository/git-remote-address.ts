import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refusal } from './problem.ts';

/** Where a remote is, of the few kinds of addresses that are pushed to. */
export interface RemoteAddress {
  /** What git is given: never with a user's name or password over http. */
  readonly url: string;
  readonly kind: 'http' | 'ssh' | 'local';
  /** With the port where one is given; empty for a folder. */
  readonly host: string;
  /** Without slashes around it and `.git`: `owner/repository` on most servers. */
  readonly path: string;
  /** `user:password` of an address that has them. */
  readonly credentials?: string;
}

const HOST = '[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?';
const PATH = '[A-Za-z0-9._~][A-Za-z0-9._~/+-]*';
const HTTP = new RegExp(`^(https?)://(?:([^@/\\s]+)@)?(${HOST}|\\[::1\\])(:\\d{1,5})?/(${PATH})$`);
const SSH = new RegExp(`^ssh://(?:[\\w.][\\w.-]*@)?(${HOST})(:\\d{1,5})?/(/?${PATH})$`);
const SCP = new RegExp(`^(?:[\\w.][\\w.-]*@)?(${HOST}):(?!:)(/?${PATH})$`);
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])$/;

/**
 * Reads an address that git might take. Git knows kinds that run a program (`ext::`), and words that it takes for options: what is not on
 * the list here is refused.
 */
export function parseAddress(text: string): RemoteAddress {
  return httpAddress(text) ?? sshAddress(text) ?? localAddress(text) ?? refused(text);
}

/** The address of another repository of the same server. */
export function besideAddress(address: RemoteAddress, path: string): RemoteAddress {
  if (address.kind === 'local') return address;
  const at = address.url.lastIndexOf(address.path);
  return {
    ...address,
    path,
    url: address.url.slice(0, at) + path + address.url.slice(at + address.path.length),
  };
}

function httpAddress(text: string): RemoteAddress | undefined {
  const [, scheme, credentials, host = '', port = '', path = ''] = HTTP.exec(text) ?? [];
  if (scheme === undefined || (scheme === 'http' && !LOOPBACK.test(host))) return undefined;
  return {
    url: `${scheme}://${host}${port}/${path}`,
    kind: 'http',
    host: host.toLowerCase() + port,
    path: plain(path),
    ...(credentials?.includes(':') ? { credentials: decoded(credentials) } : {}),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function sshAddress(text: string): RemoteAddress | undefined {
  const [, host, port = '', path = ''] = SSH.exec(text) ?? [];
  if (host !== undefined)
    return { url: text, kind: 'ssh', host: host.toLowerCase() + port, path: plain(path) };
  const [, scpHost, scpPath = ''] = SCP.exec(text) ?? [];
  if (scpHost === undefined) return undefined;
  return { url: text, kind: 'ssh', host: scpHost.toLowerCase(), path: plain(scpPath) };
}

function localAddress(text: string): RemoteAddress | undefined {
  try {
    const path = text.startsWith('file:///') ? fileURLToPath(text) : text;
    if (!path.startsWith('/') || /\p{Cc}/u.test(path) || !lstatSync(path).isDirectory()) return undefined;
    return { url: path, kind: 'local', host: '', path: plain(path) };
  } catch {
    return undefined;
  }
}

function plain(path: string): string {
  return path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
}

/**
 * A push to a folder runs that folder's hooks: one that the repository itself names must be a bare repository that no checkout can have
 * brought, neither this one nor one beside it. The user may name any.
 */
export function isOutsideCheckouts({ url }: RemoteAddress, root: string): boolean {
  const place = realpathSync(url);
  if (place === root || place.startsWith(root + sep) || existsSync(join(place, '.git'))) return false;
  for (let folder = place; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(resolve(folder, '..'), '.git'))) return false;
  }
  return existsSync(join(place, 'HEAD'));
}

function refused(text: string): never {
  throw refusal({
    code: 'remote-not-allowed',
    reason: `${JSON.stringify(withoutPassword(text))} is no address that is pushed to`,
    hint: 'Name one with --remote: https://…, ssh://…, user@host:path, or the path of a repository on this machine.',
  });
}

function withoutPassword(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//***@').slice(0, 200);
}
