/** A page of the documentation, before it is printed. */
export interface Page {
  /** Where it lies in the site, e.g. `steps/go-mod.html`. */
  readonly path: string;
  readonly title: string;
  /** What it says, in Markdown; its first heading is the title. */
  readonly markdown: string;
  /** Heading of the navigation under which it stands. */
  readonly section: Section;
  /** Path of the page that lists it, and stands for it in the navigation where another section is read. */
  readonly parent?: string;
  /** File of the repository it was made from: links in it are relative to that. */
  readonly source?: string;
}

/** The navigation, in its order. */
export const sections = ['Start', 'Use', 'Reference', 'Why trust it', 'Beyond one repository'] as const;
export type Section = (typeof sections)[number];

/** A page of that Markdown; its title is the first heading. */
export function page(path: string, section: Section, markdown: string, more: Partial<Page> = {}): Page {
  const title = /^# +(.+)$/m.exec(markdown)?.[1] ?? path;
  return { path, section, markdown, title: title.replaceAll('`', ''), ...more };
}

/** How to get from one page to another file of the site. */
export function relativeLink(from: string, to: string): string {
  return `${'../'.repeat(from.split('/').length - 1)}${to}`;
}
