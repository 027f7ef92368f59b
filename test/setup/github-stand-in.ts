import { execFileSync, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A pull request as the stand-in keeps it. */
export interface StoredPull {
  number: number;
  title: string;
  body: string;
  head: string;
  base: string;
  draft: boolean;
  state: 'open' | 'closed';
  merged: boolean;
}

/** An answer that the next request to the API gets instead of its own. */
export interface Fault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The request is done all the same: its answer gets lost. */
  readonly isDone?: boolean;
}

/** What a server has been asked. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
}

/** A server that behaves like GitHub's: its API below `/api/v3`, and git over http for the repositories of a folder. */
export interface GitHubStandIn {
  readonly url: string;
  readonly apiUrl: string;
  readonly host: string;
  readonly pulls: StoredPull[];
  readonly asked: Asked[];
  readonly faults: Fault[];
  /** The API and git take this token alone. */
  token: string;
  hasDrafts: boolean;
  mayWrite: boolean;
  /** GraphQL takes the token, too. */
  mayGraph: boolean;
  /** What happens at the server before it answers this request. */
  meanwhile: (asked: Asked) => void;
}

/** Starts a stand-in for the bare repositories `<owner>/<name>.git` below `root`; it ends with the test. */
export async function githubStandIn(root: string, token: string): Promise<GitHubStandIn> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const standIn: GitHubStandIn = {
    ...{ url: `http://${host}`, apiUrl: `http://${host}/api/v3`, host, token },
    ...{ pulls: [], asked: [], faults: [], hasDrafts: true, mayWrite: true, mayGraph: true },
    meanwhile: () => undefined,
  };
  server.on('request', (request, response) => {
    const { method = '', url = '', headers } = request;
    const asked = { method, url, authorization: headers.authorization ?? '' };
    standIn.asked.push(asked);
    standIn.meanwhile(asked);
    if (url.startsWith('/api/')) void answerApi(standIn, request, response);
    else answerGit(standIn, root, request, response);
  });
  return standIn;
}

async function answerApi(
  standIn: GitHubStandIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = (await request.toArray()).map(String).join('');
  const say = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify(body));
  };
  const fault = standIn.faults.shift();
  if (fault && fault.isDone !== true)
    return say(fault.status, fault.body ?? { message: 'fault' }, fault.headers);
  if (request.headers.authorization !== `Bearer ${standIn.token}`)
    return say(401, { message: 'Bad credentials' });
  const url = new URL(request.url ?? '', standIn.url);
  const body = text === '' ? {} : JSON.parse(text);
  const [status, answer] = routed(standIn, request.method ?? '', url, body);
  return fault ? say(fault.status, fault.body ?? {}, fault.headers) : say(status, answer);
}

type Body = Readonly<Record<string, unknown>>;

function routed(standIn: GitHubStandIn, method: string, url: URL, body: Body): readonly [number, unknown] {
  if (url.pathname === '/api/graphql' && method === 'POST') return graphed(standIn, body);
  const [, path = ''] = /^\/api\/v3\/repos\/owner\/name(?:\/(.*))?$/.exec(url.pathname) ?? [
    undefined,
    'unknown',
  ];
  const [, number] = /^pulls\/(\d+)$/.exec(path) ?? [];
  if (path === '' && method === 'GET') return [200, { default_branch: 'main' }];
  if (path === 'pulls' && method === 'GET') return [200, listed(standIn, url.searchParams)];
  if (!standIn.mayWrite) return [403, { message: 'Resource not accessible by integration' }];
  if (path === 'pulls' && method === 'POST') return created(standIn, body);
  const pull = standIn.pulls.find((one) => one.number === Number(number));
  if (!pull || method !== 'PATCH') return [404, { message: 'Not Found' }];
  Object.assign(pull, body);
  return [200, shown(standIn, pull)];
}

/** The two mutations that there is no other way for. What is refused is told with status 200, as GraphQL does. */
function graphed(standIn: GitHubStandIn, { query, variables }: Body): readonly [number, unknown] {
  const [, mutation = ''] =
    /^mutation \(\$id: ID!\) \{ (\w+)\(input: \{ pullRequestId: \$id \}\) \{ pullRequest \{ isDraft \} \} \}$/.exec(
      String(query),
    ) ?? [];
  const drafts: Readonly<Record<string, boolean>> = {
    markPullRequestReadyForReview: false,
    convertPullRequestToDraft: true,
  };
  const draft = drafts[mutation];
  const pull = standIn.pulls.find(({ number }) => (variables as Body | undefined)?.id === `PR_${number}`);
  const refuse = (type: string) =>
    [200, { data: { [mutation]: null }, errors: [{ type, message: type }] }] as const;
  if (draft === undefined || !pull) return refuse('NOT_FOUND');
  if (!standIn.mayGraph) return refuse('FORBIDDEN');
  if (draft && !standIn.hasDrafts) return refuse('UNPROCESSABLE');
  pull.draft = draft;
  return [200, { data: { [mutation]: { pullRequest: { isDraft: draft } } } }];
}

function listed(standIn: GitHubStandIn, query: URLSearchParams): unknown[] {
  const size = Number(query.get('per_page') ?? 30);
  const from = (Number(query.get('page') ?? 1) - 1) * size;
  const wanted = standIn.pulls.filter(
    ({ head, state }) =>
      (query.get('head') ?? head) === head && [state, 'all'].includes(query.get('state') ?? 'open'),
  );
  return wanted
    .reverse()
    .slice(from, from + size)
    .map((pull) => shown(standIn, pull));
}

function created(standIn: GitHubStandIn, body: Body): readonly [number, unknown] {
  const { title, body: text, head, base, draft } = body as unknown as StoredPull;
  const refuse = (message: string) => [422, { message: 'Validation Failed', errors: [{ message }] }] as const;
  if (standIn.pulls.some((pull) => pull.head === head && pull.state === 'open'))
    return refuse(`A pull request already exists for ${head}.`);
  if (draft && !standIn.hasDrafts) return refuse('Draft pull requests are not supported in this repository.');
  const number = standIn.pulls.length + 1;
  const pull: StoredPull = { number, title, body: text, head, base, draft, state: 'open', merged: false };
  standIn.pulls.push(pull);
  return [201, shown(standIn, pull)];
}

function shown({ url }: GitHubStandIn, pull: StoredPull): unknown {
  const { number, title, body, head, base, draft, state, merged } = pull;
  const merge = merged ? '2026-01-02T03:04:05Z' : null;
  const place = { html_url: `${url}/owner/name/pull/${number}`, head: { label: head }, base: { ref: base } };
  return { node_id: `PR_${number}`, number, title, body, draft, state, merged_at: merge, ...place };
}

/** Smart http, by git's own CGI program. */
function answerGit(
  standIn: GitHubStandIn,
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const expected = `Basic ${Buffer.from(`x-access-token:${standIn.token}`).toString('base64')}`;
  if (request.headers.authorization !== expected) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
    return;
  }
  if (!standIn.mayWrite && (request.url ?? '').includes('git-receive-pack')) {
    response.writeHead(403).end('Write access to repository not granted.');
    return;
  }
  const url = new URL(request.url ?? '', standIn.url);
  const program = join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend');
  const child = spawn(program, {
    env: {
      ...{ PATH: process.env.PATH, GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: '1', REMOTE_USER: 'bot' },
      ...{ PATH_INFO: decodeURIComponent(url.pathname), QUERY_STRING: url.search.slice(1) },
      ...{ REQUEST_METHOD: request.method, CONTENT_TYPE: request.headers['content-type'] ?? '' },
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      HTTP_GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  request.pipe(child.stdin);
  void child.stdout.toArray().then((parts) => {
    const output = Buffer.concat(parts);
    const end = output.indexOf('\r\n\r\n');
    const headers = output
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map((line) => line.split(': ', 2));
    const status = Number(headers.find(([name]) => name === 'Status')?.[1]?.slice(0, 3) ?? 200);
    const others = headers.filter(([name]) => name !== 'Status');
    response.writeHead(status, Object.fromEntries(others)).end(output.subarray(end + 4));
  });
}
