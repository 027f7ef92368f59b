import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { deliveriesOf } from './deliveries.ts';

function deliveries(...argv: string[]) {
  return deliveriesOf(parseCommandLine(['repo', ...argv]).values);
}

describe('deliveriesOf', () => {
  it('is one text on the stream unless something is asked for', () => {
    expect(deliveries()).toEqual([{ format: 'text', output: undefined }]);
  });

  it.each([
    [['--format', 'json', '--output', 'a.json']],
    [['--output', 'a.json', '--format', 'json']],
    [['--output=a.json', '--format=json']],
  ])('takes one format and its file in any order: %j', (argv) => {
    expect(deliveries(...argv)).toEqual([{ format: 'json', output: 'a.json' }]);
  });

  it('gives each --output to the --format before it, the one for the stream first', () => {
    const argv = ['--format', 'sarif', '--output', 'a.sarif', '--format', 'github', '--format', 'markdown'];
    expect(deliveries(...argv, '--output', 'b.md')).toEqual([
      { format: 'github', output: undefined },
      { format: 'sarif', output: 'a.sarif' },
      { format: 'markdown', output: 'b.md' },
    ]);
  });

  it('can write all of them to files', () => {
    expect(deliveries('--format', 'sarif', '--output', 'a', '--format', 'text', '--output', 'b')).toEqual([
      { format: 'sarif', output: 'a' },
      { format: 'text', output: 'b' },
    ]);
  });
});
