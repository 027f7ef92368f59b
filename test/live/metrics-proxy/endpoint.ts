import type { CommandResult } from '../../tools/command.ts';
import type { PrivateNetwork } from '../../tools/network.ts';

/** Who asks. */
export interface Clients {
  readonly reader: string;
  readonly stranger: string;
}

/** The status of a request; `none` where the connection was closed without an answer. */
export async function statusOf(
  network: PrivateNetwork,
  url: string,
  token?: string,
): Promise<number | 'none'> {
  const result = await get(network, url, token, ['--output', '/dev/null', '--write-out', '%{http_code}']);
  return result.code === 0 ? Number(result.stdout) : 'none';
}

export async function textOf(network: PrivateNetwork, url: string, token?: string): Promise<string> {
  return (await get(network, url, token, [])).stdout;
}

/** The answers for: no token, one that nobody issued, one without the role, the reader's. */
export async function matrix(
  network: PrivateNetwork,
  url: string,
  { reader, stranger }: Clients,
): Promise<readonly (number | 'none')[]> {
  const answers: (number | 'none')[] = [];
  for (const token of [undefined, 'garbage', stranger, reader]) {
    answers.push(await statusOf(network, url, token));
  }
  return answers;
}

function get(
  network: PrivateNetwork,
  url: string,
  token: string | undefined,
  more: readonly string[],
): Promise<CommandResult> {
  const authorization = token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`];
  return network.run('curl', ['--silent', '--insecure', '--max-time', '20', ...authorization, ...more, url]);
}
