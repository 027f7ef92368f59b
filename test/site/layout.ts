import { escapeHtml } from './markdown.ts';
import { type Page, relativeLink, sections } from './page.ts';

/** A whole HTML file: it needs no script, and nothing from elsewhere. */
export function layout(page: Page, content: string, pages: readonly Page[]): string {
  const link = (path: string) => relativeLink(page.path, path);
  const title = page.path === 'index.html' ? 'diag-codemod' : `${page.title} · diag-codemod`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${link('style.css')}">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<a class="name" href="${link('index.html')}">diag-codemod</a>
<a class="to-menu" href="#menu">Menu</a>
</header>
<main id="content">
${content}</main>
<nav id="menu" aria-label="Pages">
${sections.map((section) => navigation(section, page, pages)).join('\n')}
</nav>
</body>
</html>
`;
}

/** The pages of a section; those that another page lists only where one of them, or that page, is open. */
function navigation(section: string, open: Page, pages: readonly Page[]): string {
  const top = pages.filter((page) => page.section === section && page.parent === undefined);
  const items = top.map((page) => {
    const isInside = open.path === page.path || open.parent === page.path;
    const inner = isInside ? pages.filter(({ parent }) => parent === page.path) : [];
    const list =
      inner.length === 0
        ? ''
        : `\n<ul>\n${inner.map((it) => `<li>${entry(it, open)}</li>`).join('\n')}\n</ul>`;
    return `<li>${entry(page, open)}${list}</li>`;
  });
  return `<h2>${section}</h2>\n<ul>\n${items.join('\n')}\n</ul>`;
}

function entry({ path, title }: Page, open: Page): string {
  const current = path === open.path ? ' aria-current="page"' : '';
  return `<a href="${relativeLink(open.path, path)}"${current}>${escapeHtml(title)}</a>`;
}
