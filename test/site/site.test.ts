import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allTopics } from '../../src/commands/topics.ts';
import { rules } from '../../src/migration/rules.ts';
import { stepDescriptions } from '../../src/migration/steps.ts';
import { libraryExports } from './library.ts';
import { brokenLinks } from './links.ts';
import { buildSite } from './main.ts';
import { toHtml } from './markdown.ts';
import { page } from './page.ts';

const folder = mkdtempSync(join(tmpdir(), 'diag-codemod-site-'));
let pages: readonly string[] = [];
beforeAll(() => {
  pages = buildSite(folder);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const textOf = (path: string) => readFileSync(join(folder, path), 'utf8');

describe('the documentation', () => {
  test('has a page for every step and every rule', () => {
    const wanted = [
      ...stepDescriptions.map(({ id }) => `steps/${id}.html`),
      ...rules.map(({ id }) => `rules/${id}.html`),
    ];
    expect(pages).toEqual(expect.arrayContaining(wanted));
  });

  test('explains every word that the program explains', () => {
    const all = pages.map(textOf).join('\n').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    const missing = allTopics().filter(({ text }) => {
      const sentence = /^[A-Z][\w ,’'-]{20,}/m.exec(text.replace(/^# .*\n/, ''))?.[0] ?? '';
      return !all.includes(sentence.replaceAll("'", '&#39;')) && !all.includes(sentence);
    });
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  test('needs no script and nothing from elsewhere', () => {
    const loading = pages.filter((path) => /<script|(?:src|stylesheet" href)="https?:/.test(textOf(path)));
    expect(loading).toEqual([]);
  });

  test('leads from every page to every list', () => {
    expect(textOf('steps/go-mod.html')).toContain('href="../rules/index.html"');
    expect(textOf('steps/go-mod.html')).toContain('href="../steps/go-mod.html" aria-current="page"');
    expect(textOf('index.html')).not.toContain('href="steps/go-mod.html"');
  });
});

describe('a link', () => {
  test.each(['missing.html', 'index.html#missing', '../outside.html', 'http://example.com', ''])(
    'to %j is found broken',
    (link) => {
      writeFileSync(join(folder, 'wrong.html'), `<a href="${link}">x</a>`);
      expect(brokenLinks(folder)).toEqual([`wrong.html: ${link}`]);
      rmSync(join(folder, 'wrong.html'));
    },
  );
});

describe('a page', () => {
  const html = (markdown: string) =>
    toHtml(page('a.html', 'Use', markdown), {
      bySource: new Map(),
      byTopic: new Map([['go-mod', 'b.html']]),
    });

  test('links the names of steps, and shows no code of the text as HTML', () => {
    expect(html('`go-mod`')).toContain('<a href="b.html"><code>go-mod</code></a>');
    expect(html('`<script>`')).toContain('<code>&lt;script&gt;</code>');
  });

  test('gives equal headings anchors of their own', () => {
    expect(html('## One\n\n## One')).toMatch(/id="one"[\s\S]*id="one-2"/);
  });
});

describe('the library', () => {
  const exports = libraryExports();

  test('documents every export', () => {
    expect(exports.filter(({ documentation }) => documentation.length < 15).map(({ name }) => name)).toEqual(
      [],
    );
    expect(exports.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['openRepository', 'steps', 'MigrationPlan']),
    );
  });

  test('exports every type of its own that a declaration names', () => {
    const names = new Set(exports.map(({ name }) => name));
    const known = new Set([
      ...names,
      'Promise',
      'Partial',
      'Pick',
      'Omit',
      'Error',
      'Readonly',
      'Record',
      'ReadonlyMap',
      'ReadonlySet',
      'Manager',
    ]);
    const code = exports
      .map(({ declaration }) => declaration.replaceAll(/\/\*\*[\s\S]*?\*\/|\/\/.*|'[^']*'/g, ''))
      .join('\n');
    const named = [...code.matchAll(/(?<![.\w'])[A-Z]\w+/g)].map(([name]) => name);
    expect([...new Set(named)].filter((name) => !known.has(name)).sort()).toEqual([]);
  });
});
