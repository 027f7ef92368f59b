import { allTopics, type Topic, topicNamed } from './topics.ts';

/** `diag-codemod explain [<id>]`: the page of one step or finding, or the list of all. */
export function explain(id: string | undefined, format: 'text' | 'json' | 'jsonl'): string {
  const topics = id === undefined ? allTopics() : [topicNamed(id)];
  if (format !== 'text') {
    return `${JSON.stringify({ schema: 1, topics }, undefined, format === 'json' ? 2 : 0)}\n`;
  }
  return id === undefined ? listing(topics) : topics.map((topic) => topic.text).join('');
}

function listing(topics: readonly Topic[]): string {
  const width = Math.max(0, ...topics.map((topic) => topic.id.length));
  const lines = topics.map((topic) => `  ${topic.id.padEnd(width)}  ${topic.title}`);
  return ['diag-codemod explain <id>, where <id> is one of:', '', ...lines, ''].join('\n');
}
