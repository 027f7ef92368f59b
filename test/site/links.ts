import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathsIn } from '../tools/tree.ts';

/** Links and pictures of a site that lead nowhere, each as `page: link`. Of addresses elsewhere only the form is looked at. */
export function brokenLinks(folder: string): readonly string[] {
  const pages = pathsIn(folder).filter((path) => path.endsWith('.html'));
  const texts = new Map(pages.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  const ids = new Map([...texts].map(([path, text]) => [path, idsIn(text)]));
  return [...texts].flatMap(([path, text]) =>
    linksIn(text)
      .filter((link) => !leadsSomewhere(folder, path, link, ids))
      .map((link) => `${path}: ${link}`),
  );
}

type Ids = ReadonlyMap<string, ReadonlySet<string>>;

function leadsSomewhere(folder: string, from: string, link: string, ids: Ids): boolean {
  if (/^[a-z]+:/.test(link)) return /^https:\/\//.test(link) && URL.canParse(link);
  if (link === '') return false;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : posix.normalize(posix.join(posix.dirname(from), path));
  if (target.startsWith('..') || !existsSync(join(folder, target))) return false;
  return anchor === undefined || (ids.get(target)?.has(decodeURIComponent(anchor)) ?? false);
}

function linksIn(html: string): readonly string[] {
  return [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link = '']) =>
    link.replaceAll('&amp;', '&'),
  );
}

function idsIn(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id));
}
