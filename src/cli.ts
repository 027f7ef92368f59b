import { fstatSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { askOnTerminal } from './commands/ask.ts';
import type { Output } from './commands/output.ts';
import { faultOutput, interruptedOutput, runCommandLine } from './commands/run.ts';

const terminal = {
  stdoutIsTerminal: isTerminal(1),
  stderrIsTerminal: isTerminal(2),
  noColor: (process.env.NO_COLOR ?? '') !== '' || process.env.TERM === 'dumb',
};

/** Only a device may be one: to ask for a file or a pipe would make Node build its streams, which takes milliseconds. */
function isTerminal(descriptor: 0 | 1 | 2): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice() && isatty(descriptor);
  } catch {
    // It is closed.
    return false;
  }
}

/** The line of progress that stands on the terminal. */
let shown = '';

/**
 * The command line as a process: its signals, its streams, its end.
 *
 * @param keep is called when all is said, before a run ends that came to an answer.
 */
export async function runCli(
  argv: readonly string[],
  keep: (argv: readonly string[]) => void,
): Promise<void> {
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
  const output = await runCommandLine(argv, {
    terminal,
    platform: process.platform,
    committed: () => {
      committed = true;
    },
    // Nobody answers where a program reads, or in CI, whatever its terminal looks like.
    ask: terminal.stderrIsTerminal && isTerminal(0) && !process.env.CI ? askOnTerminal : undefined,
    progress: show,
  });
  end(output, () => keep(argv));
}

/** The only place that exits. Writing is synchronous, so that nothing is lost in a pipe. */
function end({ exitCode, stdout, stderr }: Output, last?: () => void): never {
  if (shown !== '') show('');
  writeAll(2, stderr);
  writeAll(1, stdout);
  if (exitCode < 2) last?.();
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
