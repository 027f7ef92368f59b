import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLinePage, configurationPage } from './command-pages.ts';
import { explainedPages, topicTargets } from './explained-pages.ts';
import { layout } from './layout.ts';
import { libraryExports, libraryMarkdown } from './library.ts';
import { brokenLinks } from './links.ts';
import { toHtml } from './markdown.ts';
import { type Page, page, type Section } from './page.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Pages that are written by hand, in the order of the navigation. What is not named here stands under Use. */
const WRITTEN: readonly (readonly [file: string, section: Section])[] = [
  ['index', 'Start'],
  ['tour', 'Start'],
  ['for-bots', 'Use'],
  ['how-we-prove-it', 'Why trust it'],
];
/** Introductions of pages that are made from the program. */
const INTRODUCTIONS = ['command-line', 'configuration', 'library', 'refusals'];

/** All pages, in the order of the navigation. */
export function sitePages(): readonly Page[] {
  const files = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const names = files.map((name) => name.slice(0, -3)).filter((name) => !INTRODUCTIONS.includes(name));
  const order = [...WRITTEN.map(([name]) => name).filter((name) => names.includes(name)), ...names];
  const written = [...new Set(order)].map((name) => {
    const section = WRITTEN.find(([file]) => file === name)?.[1] ?? 'Use';
    return page(`${name}.html`, section, doc(`${name}.md`), {
      source: `docs/${name}.md`,
      ...(name === 'index' ? { title: 'Overview' } : {}),
    });
  });
  return [
    ...written.filter(({ section }) => section !== 'Use'),
    { ...commandLinePage(doc('command-line.md')), source: 'docs/command-line.md' },
    { ...configurationPage(doc('configuration.md')), source: 'docs/configuration.md' },
    ...written.filter(({ section }) => section === 'Use'),
    ...explainedPages(doc('refusals.md')),
    page('library.html', 'Reference', libraryMarkdown(doc('library.md'), libraryExports()), {
      source: 'docs/library.md',
    }),
    ...decisionPages(),
  ];
}

/** Writes the site; throws, with a list, when a link in it leads nowhere. Gives the paths of its pages. */
export function buildSite(folder: string): readonly string[] {
  const pages = sitePages();
  const targets = {
    bySource: new Map(
      pages.flatMap(({ source, path }) => (source === undefined ? [] : [[source, path] as const])),
    ),
    byTopic: topicTargets(pages),
  };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const one of pages) {
    mkdirSync(dirname(join(folder, one.path)), { recursive: true });
    writeFileSync(join(folder, one.path), layout(one, toHtml(one, targets), pages));
  }
  for (const name of readdirSync(join(root, 'docs')).filter((file) => /\.(?:svg|png)$/.test(file)))
    cpSync(join(root, 'docs', name), join(folder, name));
  cpSync(join(root, 'test/site/style.css'), join(folder, 'style.css'));
  const broken = brokenLinks(folder);
  if (broken.length > 0) throw new Error(`links that lead nowhere:\n${broken.join('\n')}`);
  return pages.map(({ path }) => path);
}

function doc(path: string): string {
  return readFileSync(join(root, 'docs', path), 'utf8');
}

function decisionPages(): readonly Page[] {
  const names = readdirSync(join(root, 'docs/decisions'))
    .filter((name) => name.endsWith('.md'))
    .sort();
  const parent = 'decisions/index.html';
  const pages = names.map((name) =>
    page(`decisions/${name.replace(/\.md$/, '.html')}`, 'Why trust it', doc(`decisions/${name}`), {
      parent,
      source: `docs/decisions/${name}`,
    }),
  );
  const list = pages.map(
    ({ title, source = '' }) => `- [${title}](${source.replace('docs/decisions/', '')})`,
  );
  const text = [
    '# Decisions',
    '',
    'What was chosen, why, and what follows from it: one page each.',
    '',
    ...list,
    '',
  ].join('\n');
  return [page(parent, 'Why trust it', text, { source: 'docs/decisions/index.md' }), ...pages];
}
