import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { git } from './git-repository.ts';

/** Serves a clone on this machine as static files, which git can fetch from, until the test ends. Answers its address. */
export async function served(root: string): Promise<string> {
  git(root, 'update-server-info');
  const server = createServer((request, response) => {
    const file = join(root, '.git', new URL(request.url ?? '', 'http://x').pathname);
    try {
      response.end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
