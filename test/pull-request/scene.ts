import { join } from 'node:path';
import { vi } from 'vitest';
import { runCommandLine } from '../../src/commands/run.ts';
import type { ReportedPullRequest } from '../../src/reports/report.ts';
import { committed, git } from '../setup/git.ts';
import { type GitHubStandIn, githubStandIn } from '../setup/github-stand-in.ts';
import { testdir } from '../setup/testdir.ts';

export const TOKEN = 'ghx_canary0123456789canary';
export const BRANCH = 'diag-codemod/secure-metrics';

/** Nothing of the environment of whoever runs the tests. */
export function stubEnvironment(): void {
  const people = ['GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_NAME', 'GIT_COMMITTER_EMAIL'];
  const tokens = ['GH_TOKEN', 'GITHUB_TOKEN', 'GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'];
  for (const name of [...people, ...tokens, 'GITHUB_API_URL', 'GITHUB_SERVER_URL', 'GH_HOST'])
    vi.stubEnv(name, undefined);
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
}

const terminal = { stdoutIsTerminal: false, stderrIsTerminal: false, noColor: true };

export function run(...argv: string[]) {
  return runCommandLine(['pull-request', ...argv], { terminal, platform: 'linux', committed: () => {} });
}

export interface Told {
  readonly exitCode: number;
  readonly status: string;
  readonly reason: string;
  readonly summary: string;
  readonly problem: { readonly code: string; readonly reason: string; readonly hint: string } | null;
  readonly pullRequest: ReportedPullRequest;
  readonly text: string;
}

export async function report(...argv: string[]): Promise<Told> {
  const { exitCode, stdout } = await run(...argv, '--format', 'json');
  return { ...JSON.parse(stdout), exitCode, text: stdout };
}

/** A bare repository as a server keeps it, and a clone of it. */
export function cloned(files = { 'a.txt': 'an old file\n' }) {
  const folder = testdir();
  const bare = join(folder, 'owner/name.git');
  git(committed(files), 'clone', '-q', '--bare', '.', bare);
  const clone = join(folder, 'clone');
  git(folder, 'clone', '-q', bare, clone);
  return { folder, bare, clone, work: join(folder, 'work') };
}

/** What a person does at the server's side, by a clone of their own. */
export function asPerson(
  { folder, bare, work }: ReturnType<typeof cloned>,
  act: (work: string) => void,
): void {
  git(folder, 'clone', '-q', bare, work);
  act(work);
}

/** A clone whose remote is a stand-in for GitHub. */
export async function onGitHub() {
  const scene = cloned();
  const github = await githubStandIn(scene.folder, TOKEN);
  git(scene.clone, 'remote', 'set-url', 'origin', `${github.url}/owner/name.git`);
  vi.stubEnv('GITHUB_TOKEN', TOKEN);
  vi.stubEnv('GITHUB_API_URL', github.apiUrl);
  return { ...scene, github };
}

export function written({ github }: { github: GitHubStandIn }) {
  return github.asked.filter(({ method, url }) => method !== 'GET' && url.startsWith('/api/'));
}
