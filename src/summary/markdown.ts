import { inertCode, inertSentence } from '../reports/inert-markdown.ts';
import type { Group, Shortened, Summary } from './tally.ts';
import { examplesOf, headline, seconds } from './text.ts';

/** The summary as Markdown, for the summary page of a job, an issue or a chat. Nothing in it but our own text is obeyed. */
export function summaryMarkdown(summary: Summary): string {
  const { groups, slowest, pullRequests, badLines } = summary;
  const blocks = [
    ['## diag-codemod: summary'],
    [headline(summary)],
    table(['runs', 'status', 'reason', 'repositories'], groups.map(groupRow)),
    ...list('Slowest', {
      count: slowest.length,
      first: slowest.map(
        ({ durationMs, repository, status }) =>
          `${seconds(durationMs).trim()}: ${inertCode(repository)} (${status})`,
      ),
    }),
    ...list('Pull requests', {
      count: pullRequests.count,
      first: pullRequests.first.map(({ url, repository }) => `${linkTo(url)}: ${inertCode(repository)}`),
    }),
    ...list('Not read', {
      count: badLines.count,
      first: badLines.first.map(
        ({ file, line, reason }) => `${inertCode(`${file}:${line}`)}: ${inertSentence(reason)}`,
      ),
    }),
  ];
  const texts = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

function groupRow(group: Group): readonly string[] {
  return [
    String(group.count),
    group.status,
    inCell(inertCode(group.reason)),
    inCell(examplesOf(group, inertCode)),
  ];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** GitHub splits a row before it sees code spans; `\|` stands for the character inside of them, too. */
function inCell(markdown: string): string {
  return markdown.replaceAll('|', '\\|');
}

function list(title: string, { count, first }: Shortened<string>): string[][] {
  const more = count - first.length;
  const items = [...first, ...(more > 0 ? [`and ${more} more`] : [])];
  return items.length === 0 ? [] : [[`### ${title}`], items.map((item) => `- ${item}`)];
}

/** A link only where the address holds nothing that could be read as anything else. */
function linkTo(url: string): string {
  return /^https?:\/\/[\w.-]+(?::\d+)?\/[\w./~-]+$/.test(url) ? `<${url}>` : inertCode(url);
}
