import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../migration/rules.ts';
import { ProblemError } from '../repository/problem.ts';
import { explain } from './explain.ts';
import { allTopics, topicNamed } from './topics.ts';

describe('explain', () => {
  const topics = allTopics();

  it('knows every step that has a page, each with a title', () => {
    expect(topics.map(({ id }) => id)).toContain('manager-code');
    for (const { title } of topics) expect(title).toMatch(/^[^#\s]/);
  });

  it('lists the ids and titles, sorted', () => {
    const lines = explain(undefined, 'text')
      .split('\n')
      .filter((line) => line.startsWith('  '));
    expect(lines.map((line) => line.trim().split(' ')[0])).toEqual(topics.map(({ id }) => id));
    expect([...lines].sort()).toEqual(lines);
  });

  it('prints the page of one id as it is', () => {
    const { id, text } = topicNamed('manager-code');
    expect(explain(id, 'text')).toBe(text);
  });

  it('answers in JSON', () => {
    expect(JSON.parse(explain('manager-code', 'json'))).toEqual({
      schema: 1,
      topics: [topicNamed('manager-code')],
    });
  });

  it('names what there is when an id is unknown, and follows no path', () => {
    for (const id of ['nothing', '../steps/manager-code', '']) {
      try {
        explain(id, 'text');
        throw new Error('nothing was thrown');
      } catch (error) {
        expect(error).toBeInstanceOf(ProblemError);
        expect((error as ProblemError).problem.hint).toContain('manager-code');
      }
    }
  });
});

describe('the pages of refusals', () => {
  const ids = allTopics().map(({ id }) => id);

  it.each(['unsupported-flags-kong', 'computed-metrics-address', 'several-managers-in-one-binary'])(
    '%s has a recipe',
    (id) => {
      expect(explain(id, 'text')).toMatch(/by hand|run the migration again/i);
    },
  );

  it('exist for every one that a hint sends to', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .map((path) => readFileSync(`src/${path}`, 'utf8'));
    const named = sources.flatMap((text) =>
      [...text.matchAll(/explained\('([\w-]+)'\)/g)].map((match) => match[1]),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(ids).toEqual(expect.arrayContaining(named));
  });
});

describe('every id that a report can hold', () => {
  const ids = new Set(allTopics().map(({ id }) => id));
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.(test|testing)\.ts$/.test(path))
    .map((path) => readFileSync(`src/${path}`, 'utf8'));
  const written = (key: string) => [
    ...new Set(
      sources.flatMap((text) =>
        [...text.matchAll(new RegExp(`\\b${key}: '([\\w-]+)'`, 'g'))].map(([, id]) => id),
      ),
    ),
  ];

  it.each(['rule', 'code'])('%s: has a page', (key) => {
    expect(written(key).length).toBeGreaterThan(30);
    expect(written(key).filter((id) => !ids.has(id ?? ''))).toEqual([]);
  });

  it('of a rule has a page', () => {
    expect(rules.filter(({ id }) => !ids.has(id))).toEqual([]);
  });

  it('that has a part of a shared page is one that is written', () => {
    const known = new Set([...written('rule'), ...written('code')]);
    const shared = ['findings', 'problems'].flatMap((name) =>
      [...readFileSync(`src/explain/${name}.md`, 'utf8').matchAll(/^## (.*)$/gm)].map(([, id]) => id),
    );
    expect(shared.filter((id) => !known.has(id))).toEqual([]);
    expect(shared.filter((id) => !ids.has(id ?? ''))).toEqual([]);
  });
});
