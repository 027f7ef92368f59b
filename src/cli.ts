#!/usr/bin/env node
import { writeSync } from 'node:fs';
import type { Output } from './commands/output.ts';
import { interruptedOutput, runCommandLine } from './commands/run.ts';

const argv = process.argv.slice(2);
const terminal = {
  stdoutIsTerminal: process.stdout.isTTY === true,
  stderrIsTerminal: process.stderr.isTTY === true,
  noColor: (process.env.NO_COLOR ?? '') !== '' || process.env.TERM === 'dumb',
};

/** Once the working tree has changed, a signal no longer ends the run: its exit code would be a lie. */
let committed = false;

for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => {
    if (!committed) end(interruptedOutput(argv, exitCode, terminal));
  });
}

end(
  await runCommandLine(argv, {
    terminal,
    platform: process.platform,
    committed: () => {
      committed = true;
    },
    progress: (text) => writeAll(2, text === '' ? '\r\u001b[K' : `\r\u001b[K${text.slice(0, 78)}`),
  }),
);

/** The only place that exits. Writing is synchronous, so that nothing is lost in a pipe. */
function end({ exitCode, stdout, stderr }: Output): never {
  writeAll(2, stderr);
  writeAll(1, stdout);
  process.exit(exitCode);
}

/** A reader that went away (`| head`) is no reason to fail; one that is slow is waited for. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
