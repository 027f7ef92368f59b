import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { usageProblem } from './usage.ts';

/** What `explain` can explain: a step, a finding or a problem, and its page. The build copies the pages beside the bundle. */
export interface Topic {
  readonly id: string;
  /** First line of the page. */
  readonly title: string;
  /** The page, in Markdown. */
  readonly text: string;
}

/** All topics, by id. A page of its own comes before a part of a shared one. */
export function allTopics(): readonly Topic[] {
  const isSource = import.meta.url.endsWith('/src/commands/topics.ts');
  const pages = isSource ? sourcePages() : pagesIn('./explain/');
  const shared = pagesIn(isSource ? '../explain/' : './explain/shared/').flatMap(([, path]) => partsOf(path));
  const topics = [...shared, ...pages.map(([id, path]) => readTopic(id, path))];
  const byId = new Map(topics.map((topic) => [topic.id, topic]));
  return [...byId.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Throws a usage problem that names all topics when there is none with this id. */
export function topicNamed(id: string): Topic {
  const topics = allTopics();
  const topic = topics.find((candidate) => candidate.id === id);
  if (topic) return topic;
  const known = topics.map((candidate) => candidate.id).join(', ');
  throw usageProblem(
    'unknown-topic',
    `there is nothing called ${JSON.stringify(id)} to explain`,
    `There is: ${known}.`,
  );
}

type Page = readonly [id: string, path: string];

/** Folders whose pages lie side by side. */
const PAGES = ['../refusals/', '../bump/pages/', '../metrics-proxy/pages/', '../pull-request/pages/'];

/** In development every step and rule keeps its page in its own folder. */
function sourcePages(): Page[] {
  const own = ['../steps', '../rules'].flatMap((folder) => {
    const path = fileURLToPath(new URL(`${folder}/`, import.meta.url));
    const ids = existsSync(path) ? readdirSync(path) : [];
    return ids.map((id) => [id, `${path}${id}/readme.md`] as const).filter(([, page]) => existsSync(page));
  });
  return [...own, ...PAGES.flatMap(pagesIn)];
}

function pagesIn(folder: string): Page[] {
  const path = fileURLToPath(new URL(folder, import.meta.url));
  const names = existsSync(path) ? readdirSync(path) : [];
  return names
    .filter((name) => name.endsWith('.md'))
    .map((name) => [name.slice(0, -3), path + name] as const);
}

function readTopic(id: string, path: string): Topic {
  const text = readFileSync(path, 'utf8');
  return { id, text, title: (text.split('\n')[0] ?? '').replace(/^#+\s*/, '') };
}

/** A shared page has a part for each id: `## <id>`, then its title in bold. */
function partsOf(path: string): Topic[] {
  const [, ...parts] = readFileSync(path, 'utf8').split(/^## /m);
  return parts.flatMap((part) => {
    const [, id = '', title = '', text = ''] = /^([\w-]+)\n\n\*\*(.+)\.\*\*\n\n([\s\S]*)$/.exec(part) ?? [];
    return id === '' ? [] : [{ id, title, text: `# ${title}\n\n${text.trimEnd()}\n` }];
  });
}
