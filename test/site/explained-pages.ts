import { readdirSync } from 'node:fs';
import { allTopics, type Topic } from '../../src/commands/topics.ts';
import { rules } from '../../src/migration/rules.ts';
import { stepDescriptions } from '../../src/migration/steps.ts';
import { type Page, page } from './page.ts';

/** The pages of steps, rules and refusals: the text is what `diag-codemod explain` prints. */
export function explainedPages(refusalsIntroduction: string): readonly Page[] {
  const topics = new Map(allTopics().map((topic) => [topic.id, topic]));
  const topicOf = (id: string) => {
    const topic = topics.get(id);
    if (!topic) throw new Error(`there is no page about ${id}`);
    topics.delete(id);
    return topic;
  };
  const steps = stepDescriptions.map(({ id, title }) => ({ ...topicOf(id), title }));
  const ruleTopics = rules.map(({ id }) => topicOf(id));
  const [bump, proxy] = [topicOf('bump'), topicOf('metrics-proxy')];
  const refusals = namesIn('src/refusals').map(topicOf);
  const others = [...topics.values()];
  return [
    page('steps/index.html', 'Reference', stepList(steps)),
    ...steps.map(({ id, text }) =>
      page(`steps/${id}.html`, 'Reference', text, { parent: 'steps/index.html', title: id }),
    ),
    page('rules/index.html', 'Reference', ruleList(ruleTopics)),
    ...ruleTopics.map(({ id, text }) =>
      page(`rules/${id}.html`, 'Reference', text, { parent: 'rules/index.html', title: id }),
    ),
    page('refusals/index.html', 'Reference', refusalList(refusalsIntroduction, refusals, others), {
      source: 'docs/refusals.md',
    }),
    ...refusals.map(({ id, text }) =>
      page(`refusals/${id}.html`, 'Reference', text, { parent: 'refusals/index.html' }),
    ),
    page('metrics-proxy.html', 'Beyond one repository', proxy.text, { title: 'metrics-proxy' }),
    page('bump.html', 'Beyond one repository', bump.text, { title: 'bump' }),
  ];
}

/** Where each word that `explain` knows is explained. */
export function topicTargets(pages: readonly Page[]): ReadonlyMap<string, string> {
  const own = pages.flatMap(({ path }) => {
    const [, id] = /^(?:(?:steps|rules|refusals)\/)?([\w-]+)\.html$/.exec(path) ?? [];
    return id === undefined ? [] : [[id, path] as const];
  });
  const ids = allTopics().map(({ id }) => id);
  const byId = new Map(own.filter(([id]) => ids.includes(id)));
  return new Map(ids.map((id) => [id, byId.get(id) ?? `refusals/index.html#${id}`]));
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder).map((name) => name.replace(/\.md$/, ''));
}

function stepList(steps: readonly Topic[]): string {
  const rows = steps.map(({ id, title }) => `| \`${id}\` | ${title} |`);
  return [
    '# Steps',
    '',
    'What a migration consists of, in the order in which it takes effect. `--only` and `--skip` take these names; steps that only make',
    'sense together cannot be split.',
    '',
    '| step | what |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function ruleList(topics: readonly Topic[]): string {
  const rows = topics.map(
    ({ id, title, text }) => `| \`${id}\` | ${/^Level: (\w+)/m.exec(text)?.[1] ?? ''} | ${title} |`,
  );
  return [
    '# Findings of check',
    '',
    '`diag-codemod check` tells what is wrong with the metrics of a repository, also where somebody thinks it is done. An error is open,',
    'broken or about to break; a note alone is no work (exit code 0).',
    '',
    '| rule | level | what is wrong |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function refusalList(introduction: string, refusals: readonly Topic[], others: readonly Topic[]): string {
  const own = refusals.map(({ id, title }) => `| \`${id}\` | ${title} |`);
  const parts = others.flatMap(({ id, title, text }) => [
    `## ${id}`,
    '',
    `**${title}.**`,
    '',
    withoutTitle(text),
    '',
  ]);
  return [introduction.trimEnd(), '', '| refusal | what was found |', '|---|---|', ...own, '', ...parts].join(
    '\n',
  );
}

function withoutTitle(text: string): string {
  return text.replace(/^# .*\n+/, '').trimEnd();
}
