import { Marked, type Tokens } from 'marked';
import { type Page, relativeLink } from './page.ts';

/** What links in Markdown are turned by: pages by the file they were made from, and by the word they explain. */
export interface Targets {
  readonly bySource: ReadonlyMap<string, string>;
  readonly byTopic: ReadonlyMap<string, string>;
}

/** The page's Markdown as HTML. Headings get anchors, names of steps and findings become links, links to files of docs/ links to pages. */
export function toHtml(page: Page, targets: Targets): string {
  const used = new Set<string>();
  const marked = new Marked({ gfm: true });
  marked.use({
    renderer: {
      heading({ tokens, depth }: Tokens.Heading): string {
        const inner = this.parser.parseInline(tokens);
        if (depth === 1) return `<h1>${withoutLinks(inner)}</h1>\n`;
        const id = uniqueId(withoutLinks(inner), used);
        const label = 'Link to this section';
        return `<h${depth} id="${id}">${withoutLinks(inner)} <a class="anchor" href="#${id}" aria-label="${label}">#</a></h${depth}>\n`;
      },
      code: ({ text, lang }: Tokens.Code) => codeBlock(text, lang ?? ''),
      codespan({ text }: Tokens.Codespan): string {
        const target = targets.byTopic.get(text);
        const code = `<code>${escapeHtml(text)}</code>`;
        return target === undefined || target === page.path
          ? code
          : `<a href="${relativeLink(page.path, target)}">${code}</a>`;
      },
      link({ href, tokens }: Tokens.Link): string {
        const text = withoutLinks(this.parser.parseInline(tokens));
        const target = linkTarget(page, href, targets);
        return target === undefined ? text : `<a href="${escapeHtml(target)}">${text}</a>`;
      },
      table(token: Tokens.Table): string {
        const cells = (row: Tokens.TableCell[], tag: string) =>
          row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('');
        const body = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
        const head = token.header.some(({ text }) => text !== '')
          ? `<thead><tr>${cells(token.header, 'th')}</tr></thead>`
          : '';
        return `<div class="table" tabindex="0"><table>${head}<tbody>${body}</tbody></table></div>\n`;
      },
    },
  });
  return marked.parse(page.markdown, { async: false });
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A link in a link is no HTML. */
function withoutLinks(html: string): string {
  return html.replaceAll(/<\/?a\b[^>]*>/g, '');
}

function uniqueId(html: string, used: Set<string>): string {
  const words = html.replaceAll(/<[^>]+>|&[a-z]+;/g, '').toLowerCase();
  const base = words.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || 'section';
  let id = base;
  for (let count = 2; used.has(id); count++) id = `${base}-${count}`;
  used.add(id);
  return id;
}

function codeBlock(text: string, language: string): string {
  const lines = text.split('\n');
  const shown = language === 'diff' ? lines.map(diffLine).join('\n') : escapeHtml(text);
  return `<pre tabindex="0"><code class="language-${escapeHtml(language || 'text')}">${shown}</code></pre>\n`;
}

function diffLine(line: string): string {
  const kind = { '+': 'added', '-': 'removed', '@': 'place' }[line.slice(0, 1)];
  return kind === undefined ? escapeHtml(line) : `<span class="${kind}">${escapeHtml(line)}</span>`;
}

/** `decisions/0001-x.md#y`, as a file of docs/ writes it, becomes the address of its page; a file of the repository that has none, no link. */
function linkTarget(page: Page, href: string, { bySource }: Targets): string | undefined {
  if (/^(?:[a-z]+:|#)/.test(href) || page.source === undefined) return href;
  const [path = '', anchor] = href.split('#');
  const file = new URL(path, `file:///${page.source}`).pathname.slice(1);
  const target = bySource.get(file) ?? (file.startsWith('docs/') ? file.slice('docs/'.length) : undefined);
  if (target === undefined) return undefined;
  return relativeLink(page.path, target) + (anchor === undefined ? '' : `#${anchor}`);
}
