import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Cluster } from './cluster.ts';
import { findEndpoint, measure } from './measure.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A plain http server that answers everything alike; its port. */
async function serve(status: number, body: string): Promise<number> {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

describe('findEndpoint', () => {
  it('takes the port that serves metrics, not that of the probes', async () => {
    const probes = await serve(404, 'not found');
    const metrics = await serve(200, '# TYPE up gauge\nup 1\n');
    expect(await findEndpoint([probes, metrics])).toEqual({ port: metrics, secure: false });
    expect(await findEndpoint([probes])).toBeUndefined();
  });
});

describe('measure', () => {
  it('says 0 where nothing speaks https, and counts what anybody can read', async () => {
    const port = await serve(200, '# TYPE up gauge\n# TYPE down gauge\n');
    const cluster = {
      account: async () => 'token',
      apply: async () => undefined,
      request: async () => ({ status: 201, body: '{"status": {"allowed": true}}' }),
    } as unknown as Cluster;
    expect(await measure(cluster, { port, secure: false }, '0')).toEqual({
      port,
      plainHttp: 200,
      noToken: 0,
      garbageToken: 0,
      withoutRole: 0,
      metricsReader: 0,
      metricTypes: 2,
    });
  });
});
