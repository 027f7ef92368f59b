#!/usr/bin/env node
import { writeSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { askOnTerminal } from './commands/ask.ts';
import type { Output } from './commands/output.ts';
import { faultOutput, interruptedOutput, runCommandLine } from './commands/run.ts';

// Most runs are over before optimized code has paid for its making: only what is hot for long is optimized. Measured with
// Node 20: a quarter to a third less processor time. Later versions optimize late on their own, and name these flags otherwise.
if (process.versions.v8.startsWith('11.'))
  setFlagsFromString('--interrupt-budget=400000 --no-wasm-tier-up --no-wasm-dynamic-tiering');

const argv = process.argv.slice(2);
const terminal = {
  stdoutIsTerminal: process.stdout.isTTY === true,
  stderrIsTerminal: process.stderr.isTTY === true,
  noColor: (process.env.NO_COLOR ?? '') !== '' || process.env.TERM === 'dumb',
};

/** The line of progress that stands on the terminal. */
let shown = '';

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

// A report comes with every exit, so that a bot never waits for one.
process.on('uncaughtException', (error) => {
  if (!committed) end(faultOutput(argv, error, terminal));
});

end(
  await runCommandLine(argv, {
    terminal,
    platform: process.platform,
    committed: () => {
      committed = true;
    },
    // Nobody answers where a program reads, or in CI, whatever its terminal looks like.
    ask:
      process.stdin.isTTY === true && terminal.stderrIsTerminal && !process.env.CI
        ? askOnTerminal
        : undefined,
    progress: show,
  }),
);

/** The only place that exits. Writing is synchronous, so that nothing is lost in a pipe. */
function end({ exitCode, stdout, stderr }: Output): never {
  if (shown !== '') show('');
  writeAll(2, stderr);
  writeAll(1, stdout);
  process.exit(exitCode);
}

/** In the place of the line before. A longer one would wrap, and could not be taken away again. */
function show(text: string): void {
  shown = text.slice(0, 78);
  writeAll(2, `\r\u001b[K${shown}`);
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
