import { createInterface } from 'node:readline';
import type { Ask } from './choose-steps.ts';

/**
 * Asks on a terminal: the question goes to stderr, the answer is a line of stdin. The terminal stays in its line mode, so that Ctrl-C is
 * the signal that it always is, and Ctrl-D the end.
 */
export const askOnTerminal: Ask = (question) =>
  new Promise((answered) => {
    const lines = createInterface({ input: process.stdin, terminal: false });
    process.stderr.write(question);
    lines.once('line', (line) => {
      answered(line);
      lines.close();
    });
    lines.once('close', () => answered(undefined));
  });
