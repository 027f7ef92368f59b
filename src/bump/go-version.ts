import type { Repository } from '../repository/repository.ts';
import type { Project } from './project.ts';
import type { Upstream } from './upstream.ts';

/** Where an upstream project says with which Go it is built: a file, and the text around the version in it. */
export interface GoVersionPlace {
  readonly file: string;
  readonly before: RegExp;
}

/** The minor version of Go that upstream builds a tag with, such as `1.25`; undefined where it does not say. */
export async function goVersionAt(
  repository: Repository,
  project: Project,
  upstream: Upstream,
  tag: string,
): Promise<string | undefined> {
  if (!upstream.clone.tags.includes(tag)) return undefined;
  const own = placeOf(repository, project);
  for (const { file, before } of own ? [own, ...USUAL] : USUAL) {
    const text = await upstream.clone.textAt(tag, file);
    const version = text === undefined ? undefined : before.exec(text)?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}

/** Whether `next` has a higher minor number than `current`: only then does GOLANG_VERSION change. */
export function growsMinor(current: string, next: string): boolean {
  const minor = (version: string) => Number(/^1\.(\d+)/.exec(version)?.[1] ?? Number.NaN);
  return minor(next) > minor(current);
}

/** Where the repository itself says nothing: upstream's Makefile, else the least that go.mod asks for. */
const USUAL: readonly GoVersionPlace[] = [
  { file: 'Makefile', before: /^(?:export )?GO(?:LANG)?_VERSION *[:?]?= *(1\.\d\d)/m },
  { file: 'go.mod', before: /^go (1\.\d\d)/m },
];

/**
 * The repository's own table of these places, by project. Its patterns are regular expressions of Go; ours is made from the literal
 * text around the version, so that a hostile table cannot keep us busy.
 */
function placeOf(repository: Repository, { org, repo }: Project): GoVersionPlace | undefined {
  for (const path of repository.paths.filter((candidate) => candidate.endsWith('/constants.go'))) {
    const table = repository.tryRead(path)?.text.split('ProjectGoVersionSourceOfTruth = map')[1] ?? '';
    const entry = table.split(`"${org}/${repo}": {`)[1]?.split('}')[0] ?? '';
    const file = /^[ \t]*SourceOfTruthFile:\s*"([^"\n]+)"/m.exec(entry)?.[1];
    const search = /^[ \t]*GoVersionSearchString:\s*`([^`\n]+)`/m.exec(entry)?.[1];
    const before = search === undefined ? undefined : patternOf(search);
    if (file !== undefined && before !== undefined) return { file, before };
  }
  return undefined;
}

/**
 * `GO_VERSION \?= (1\.\d\d)\.\d+`: literal text around one group for the version. Digits may follow; anything else that is more than
 * literal is not understood.
 */
function patternOf(search: string): RegExp | undefined {
  const group = '(1\\.\\d\\d)';
  const [before = '', after = '', more] = search.split(group);
  const parts = [before, after].map(safePattern);
  if (!search.includes(group) || more !== undefined || parts.includes(undefined)) return undefined;
  return new RegExp(`${parts[0]}${group}${parts[1]}`);
}

function safePattern(text: string): string | undefined {
  const tokens = text.match(/\\d\+?|\\?[^\n]/g) ?? [];
  if (tokens.some((token) => /^[*+?^${}()|[\]]$/.test(token))) return undefined;
  return tokens.map((token) => (token.startsWith('\\d') ? token : escaped(token.at(-1) ?? ''))).join('');
}

function escaped(character: string): string {
  return /[.*+?^${}()|[\]\\/]/.test(character) ? `\\${character}` : character;
}
