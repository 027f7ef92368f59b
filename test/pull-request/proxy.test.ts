import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findForge } from '../../src/pull-request/forge.ts';
import { parseAddress } from '../../src/repository/git-remote-address.ts';
// @ts-expect-error: a program of its own, without types.
import { knownNodeFolder, nodeFolder } from '../pack/nodes.mjs';
import { committed, git } from '../setup/git.ts';
import { githubStandIn } from '../setup/github-stand-in.ts';
import { provider } from '../setup/provider.ts';
import { testdir } from '../setup/testdir.ts';
import { run, describe as told } from '../tools/command.ts';
import { toolsAreRequired } from '../tools/required.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/** Nobody listens there: only the proxy leads on. */
const NOWHERE = 'http://127.0.0.1:8';
const TOKEN = 'ghx_canary0123456789canary';
const bin: string | undefined = toolsAreRequired ? nodeFolder('24') : knownNodeFolder('24');
if (bin === undefined && toolsAreRequired) throw new Error('Node 24 cannot be had from npm here');

if (bin === undefined)
  console.log(
    'Node 24 is not in the cache (npm run test:pack fetches it): the way through a proxy is not tried',
  );

describe('behind a proxy', () => {
  it.skipIf(bin === undefined)('Node 24 and git go through it when told', async () => {
    const folder = testdir();
    const clone = committed(provider());
    git(clone, 'clone', '-q', '--bare', '.', join(folder, 'owner/name.git'));
    const github = await githubStandIn(folder, TOKEN);
    const proxy = await startProxy(github.host);
    const env = {
      ...{
        HOME: folder,
        NO_COLOR: '1',
        GIT_CONFIG_GLOBAL: undefined,
        NO_PROXY: undefined,
        no_proxy: undefined,
      },
      ...{ GITHUB_TOKEN: TOKEN, GH_TOKEN: undefined, GITHUB_API_URL: `${NOWHERE}/api/v3` },
      ...{ NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.url, http_proxy: proxy.url },
    };
    const args = [
      'pull-request',
      clone,
      '--no-tidy',
      '--no-verify',
      '--remote',
      `${NOWHERE}/owner/name.git`,
      '--open',
    ];
    const result = await run(join(bin ?? '', 'node'), [cli, ...args], { env });
    expect(result.code, told(result)).toBe(0);
    expect(github.pulls).toHaveLength(1);
    expect(git(join(folder, 'owner/name.git'), 'branch', '--list', 'diag-codemod/*')).not.toBe('');
  });

  it('a server that is not reached is told with what is wrong', async () => {
    const apiUrl = `${NOWHERE}/api/v3`;
    const forge = await findForge(parseAddress(`${NOWHERE}/owner/name.git`), aRequest(apiUrl), {
      environment: { GITHUB_TOKEN: TOKEN, HTTP_PROXY: 'http://user:secret@127.0.0.1:8' },
      ...{ version: '1', progress: () => undefined, clock: { now: () => 0, sleep: async () => undefined } },
    });
    const problem = await forge?.ask?.('GET', '/x').catch((error) => error.problem);
    expect(problem).toMatchObject({
      code: 'api-unreachable',
      reason: expect.stringContaining('127.0.0.1:8 does not answer GET /x'),
      hint: expect.stringMatching(/^HTTP_PROXY is set.*NODE_USE_ENV_PROXY=1/),
    });
  });
});

function aRequest(apiUrl: string) {
  const switches = { push: true, open: true, reopen: false, dryRun: false };
  return {
    branch: 'b',
    author: undefined,
    base: undefined,
    remote: 'origin',
    into: undefined,
    apiUrl,
    ...switches,
  };
}

/** Forwards everything to one server, through a tunnel or without. */
async function startProxy(host: string) {
  const server = createServer((asked, answer) => {
    const { method, headers, url = '' } = asked;
    const target = new URL(new URL(url).pathname + new URL(url).search, `http://${host}`);
    const onward = request(target, { method, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 500, got.headers);
      got.pipe(answer);
    });
    asked.pipe(onward);
  });
  server.on('connect', (_asked, socket, head) => {
    const onward = connect(Number(host.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
