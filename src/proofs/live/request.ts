import { request as plainRequest, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';

/** An HTTP answer; status 0 where the connection failed. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface AskOptions {
  readonly method?: string;
  readonly token?: string;
  readonly body?: string;
  readonly contentType?: string;
  /** In milliseconds; five seconds unless given. */
  readonly timeout?: number;
}

/** Asks over http or https. Certificates are not checked: those of a fresh control plane are nobody's. Never throws. */
export function ask(url: string, options: AskOptions = {}): Promise<Answer> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const settings: RequestOptions = {
    ...{ hostname, port, path: pathname + search, method: options.method ?? 'GET', agent: false },
    headers: headersOf(options),
    timeout: options.timeout ?? 5_000,
  };
  return new Promise((resolve) => {
    const failed = () => resolve({ status: 0, body: '' });
    const sent =
      protocol === 'https:'
        ? secureRequest({ ...settings, rejectUnauthorized: false })
        : plainRequest(settings);
    sent.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', failed);
    });
    sent.on('error', failed);
    sent.on('timeout', () => sent.destroy());
    sent.end(options.body);
  });
}

function headersOf({ token, body, contentType }: AskOptions): Record<string, string> {
  return {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined
      ? {}
      : {
          'content-type': contentType ?? 'application/json',
          'content-length': String(Buffer.byteLength(body)),
        }),
  };
}
