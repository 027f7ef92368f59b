import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { allListeningPorts, listeningPorts, listeningSockets } from './listening-ports.ts';

describe('listeningSockets', () => {
  it('reads ports and sockets of those that listen', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:20FB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 x',
      '   1: 0100007F:20FB 0100007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 x',
    ].join('\n');
    expect(listeningSockets(table)).toEqual([{ port: 8443, inode: '4711' }]);
  });
});

describe.runIf(process.platform === 'linux')('listeningPorts', () => {
  it('finds a port of this very process', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(listeningPorts(process.pid)).toContain(port);
    expect(allListeningPorts()).toContain(port);
    await new Promise((resolve) => server.close(resolve));
    expect(listeningPorts(process.pid)).not.toContain(port);
  });
});
