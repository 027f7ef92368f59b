import type { Guard } from './guard.ts';

const flow = (part: string, name: string) => ({ file: `test/pull-request/${part}.test.ts`, name });

/** Where a token may go, and what may be seen of it. */
export const tokens: readonly Guard[] = [
  {
    guard: 'token: it stands on no command line',
    file: 'src/repository/git-remote.ts',
    find: "lease, '--', remote.address.url, ",
    replace: "lease, '--', remote.address.url.replace('//', `//${remote.credentials}@`), ",
    test: flow('failures', 'out of every command line and report'),
  },
  {
    guard: 'token: it is in no body and no message',
    file: 'src/commands/pull-request.ts',
    find: 'return redact(text, process.env);',
    replace: 'return text;',
    test: flow('failures', 'out of title, body and message'),
  },
  {
    guard: 'token: git does not take it to another server',
    file: 'src/repository/git-remote.ts',
    find: "['http.followRedirects', 'false'],",
    replace: '',
    test: flow('failures', 'a server that redirects git elsewhere gets the token alone'),
  },
  {
    guard: 'token: the API does not send it to another server',
    file: 'src/pull-request/github-client.ts',
    find: 'if (next?.origin !== new URL(server.apiUrl).origin || hop === REDIRECTS)',
    replace: 'if (next === undefined || hop === REDIRECTS)',
    test: flow('failures', 'a redirect to another host'),
  },
  {
    guard: 'token: a server that nobody named gets none',
    file: 'src/pull-request/github-server.ts',
    find: 'return trusted.includes(host) ? { apiUrl',
    replace: 'return trusted.length > 0 ? { apiUrl',
    test: flow('failures', 'a server that nobody named gets no token'),
  },
  {
    guard: 'action: pull-request gets the token, and in its environment alone',
    file: 'action.yml',
    find: 'GITHUB_TOKEN=$token node "$CLI" "${arguments[@]}" --push --open',
    replace: 'GITHUB_TOKEN=$token node "$CLI" "${arguments[@]}" --push --open "--title=$token"',
    test: { file: 'test/bots/action.test.ts', name: 'is given to pull-request, in its environment alone' },
  },
  {
    guard: 'action: options are words, and each begins with two dashes',
    file: 'action.yml',
    find: '[[ $line =~ ^--[a-z] ]] || stop',
    replace: 'true || stop',
    test: { file: 'test/bots/action.test.ts', name: 'takes no word for an option that is none' },
  },
  {
    guard: 'action: an address that is none is not handed over',
    file: 'action.yml',
    find: '(/^https?:\\/\\/[\\w.:-]+\\/[\\w./~-]+$/.test(url) ? url : "")',
    replace: 'url',
    test: { file: 'test/bots/action.test.ts', name: 'nothing that a report could smuggle in' },
  },
  {
    guard: 'summary: a repository that needs a person is no success with --exit-code',
    file: 'src/commands/summary.ts',
    find: "values['exit-code'] === true && NEEDS_A_PERSON",
    replace: "values['exit-code'] !== true && NEEDS_A_PERSON",
    test: { file: 'src/commands/summary.test.ts', name: 'exits 1 with --exit-code' },
  },
];
