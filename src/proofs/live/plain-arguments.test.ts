import { expect, it } from 'vitest';
import { plainArguments } from './plain-arguments.ts';

it('gives addresses fresh ports of loopback, turns leader election off, and says so', async () => {
  const { args, ports, changed } = await plainArguments([
    '--leader-elect',
    '--diagnostics-address=:8443',
    '--v=2',
    '--health-addr=:9440',
  ]);
  expect(args).toEqual([
    '--leader-elect=false',
    `--diagnostics-address=127.0.0.1:${ports[0]}`,
    '--v=2',
    `--health-addr=127.0.0.1:${ports[1]}`,
  ]);
  expect(changed).toEqual([args[0], args[1], args[3]]);
  expect(ports[0]).not.toBe(ports[1]);
});
