import { describe, expect, it } from 'vitest';
import { applyTextEdits } from './edits/text-edit.ts';
import { addRequirements, makeDirect } from './go-mod-edits.ts';

const PFLAG = 'github.com/spf13/pflag';
const CAPI = 'sigs.k8s.io/cluster-api';

function direct(text: string, ...paths: string[]): string {
  return applyTextEdits(text, makeDirect({ path: 'go.mod', text, mode: 0o644 }, paths));
}

function added(text: string, ...paths: string[]): string {
  const wanted = paths.map((path) => ({ path, version: 'v1.0.7' }));
  return applyTextEdits(text, addRequirements({ path: 'go.mod', text, mode: 0o644 }, wanted));
}

const separated = `module example.org/operator

go 1.24

require (
	example.org/z v0.1.0
	github.com/onsi/gomega v1.38.0
	k8s.io/api v0.33.0
)

require (
	example.org/a v0.1.0 // indirect
	github.com/spf13/pflag v1.0.7 // indirect
	sigs.k8s.io/cluster-api v1.11.1 // indirect
)
`;

describe('makeDirect', () => {
  it('moves a line from the indirect into the direct block, sorted', () => {
    expect(direct(separated, PFLAG)).toBe(`module example.org/operator

go 1.24

require (
	example.org/z v0.1.0
	github.com/onsi/gomega v1.38.0
	github.com/spf13/pflag v1.0.7
	k8s.io/api v0.33.0
)

require (
	example.org/a v0.1.0 // indirect
	sigs.k8s.io/cluster-api v1.11.1 // indirect
)
`);
  });

  it.each(['\n', '\r\n'])('leaves no blank line where the last block goes: %j', (eol) => {
    const text = 'module m\n\nrequire (\n\ta.org/a v1.0.0\n)\n\nrequire (\n\tz.org/z v1.0.0 // indirect\n)\n';
    const wanted = 'module m\n\nrequire (\n\ta.org/a v1.0.0\n\tz.org/z v1.0.0\n)\n';
    expect(direct(text.replaceAll('\n', eol), 'z.org/z')).toBe(wanted.replaceAll('\n', eol));
  });

  it('lets a block be the direct one where all of it becomes direct, and there is no other', () => {
    const text =
      'module m\n\nrequire (\n\t// a remark\n\ta.org/a v1.0.0\n)\n\nrequire (\n\ty.org/y v1.0.0 // indirect\n\tz.org/z v1.0.0 // indirect\n)\n';
    expect(direct(text, 'y.org/y', 'z.org/z')).toBe(text.replaceAll(' // indirect', ''));
  });

  it('moves several, the last one to the end', () => {
    const result = direct(separated, CAPI, PFLAG);
    expect(result).toContain(
      '\tgithub.com/spf13/pflag v1.0.7\n\tk8s.io/api v0.33.0\n\tsigs.k8s.io/cluster-api v1.11.1\n)',
    );
    expect(result).toContain('\n)\n\nrequire example.org/a v0.1.0 // indirect\n');
  });

  it('removes a block that it empties', () => {
    const text =
      'module x\n\nrequire (\n\ta v1.0.0\n)\n\nrequire (\n\tb v1.0.0 // indirect\n)\n\nreplace c => ./c\n';
    expect(direct(text, 'b')).toBe('module x\n\nrequire (\n\ta v1.0.0\n\tb v1.0.0\n)\n\nreplace c => ./c\n');
  });

  it('makes a block of a direct line', () => {
    const text =
      'module x\n\nrequire b v1.0.0\n\nrequire (\n\ta v1.0.0 // indirect\n\tc v1.0.0 // indirect\n)\n';
    expect(direct(text, 'a')).toBe(
      'module x\n\nrequire (\n\ta v1.0.0\n\tb v1.0.0\n)\n\nrequire c v1.0.0 // indirect\n',
    );
  });

  it('puts a line above the indirect block where no block is wholly direct', () => {
    const mixed = 'module x\n\nrequire (\n\tm v1.0.0 // pinned\n)\n\n';
    const text = `${mixed}require (\n\ta v1.0.0 // indirect\n\tb v1.0.0 // indirect\n\tc v1.0.0 // indirect\n)\n`;
    expect(direct(text, 'b')).toBe(
      `${mixed}require b v1.0.0\n\nrequire (\n\ta v1.0.0 // indirect\n\tc v1.0.0 // indirect\n)\n`,
    );
    expect(direct(text, 'b', 'c')).toBe(
      `${mixed}require (\n\tb v1.0.0\n\tc v1.0.0\n)\n\nrequire a v1.0.0 // indirect\n`,
    );
  });

  it('does not move a line of its own, as tidy does not', () => {
    const text = 'module x\n\nrequire a v1.0.0\n\nrequire b v1.0.0 // indirect\n';
    expect(direct(text, 'b')).toBe('module x\n\nrequire a v1.0.0\n\nrequire b v1.0.0\n');
  });

  it('only takes the mark away in a block that mixes both', () => {
    const text =
      'module x\n\nrequire (\n\ta v1.0.0\n\tgithub.com/spf13/pflag v1.0.7 // indirect\n\tz v1.0.0\n)\n';
    expect(direct(text, PFLAG)).toBe(text.replace(' // indirect', ''));
  });

  it('only takes the mark away where another block holds it', () => {
    const text = `module x\n\nrequire (\n\ta v1.0.0\n)\n\nrequire (\n\t${PFLAG} v1.0.7 // indirect\n\tm v1.0.0\n)\n\nrequire (\n\tb v1.0.0 // indirect\n)\n`;
    expect(direct(text, PFLAG)).toBe(text.replace('v1.0.7 // indirect', 'v1.0.7'));
  });

  it('only takes the mark away in a block with comments, as tidy does', () => {
    const text = separated.replace('\texample.org/a', '\t// Needed by z.\n\texample.org/a');
    expect(direct(text, PFLAG)).toBe(text.replace('v1.0.7 // indirect', 'v1.0.7'));
    const headed = separated.replace(
      'require (\n\texample.org/a',
      '// The rest.\nrequire (\n\texample.org/a',
    );
    expect(direct(headed, PFLAG)).toBe(headed.replace('v1.0.7 // indirect', 'v1.0.7'));
  });

  it('keeps the reason behind the mark', () => {
    const text = `module x\n\nrequire ${PFLAG} v1.0.7 // indirect; for logs\n`;
    expect(direct(text, PFLAG)).toBe(`module x\n\nrequire ${PFLAG} v1.0.7 // for logs\n`);
  });

  it('takes the mark of a line of its own away', () => {
    expect(direct(`module x\n\nrequire ${PFLAG} v1.0.7 // indirect\n`, PFLAG)).toBe(
      `module x\n\nrequire ${PFLAG} v1.0.7\n`,
    );
  });

  it('passes over what is direct already, or not there', () => {
    expect(direct(separated, 'k8s.io/api', 'example.org/none')).toBe(separated);
    expect(direct(direct(separated, PFLAG), PFLAG)).toBe(direct(separated, PFLAG));
    expect(direct('module x\n', PFLAG)).toBe('module x\n');
  });

  it('keeps CRLF', () => {
    const text = separated.replaceAll('\n', '\r\n');
    expect(direct(text, PFLAG)).toBe(direct(separated, PFLAG).replaceAll('\n', '\r\n'));
  });
});

describe('addRequirements', () => {
  it('adds to the direct block, sorted', () => {
    expect(added(separated, PFLAG)).toContain(
      '\tgithub.com/onsi/gomega v1.38.0\n\tgithub.com/spf13/pflag v1.0.7\n\tk8s.io/api v0.33.0\n',
    );
    expect(added(separated, 'a.example', 'z.example')).toContain(
      'require (\n\ta.example v1.0.7\n\texample.org/z',
    );
  });

  it('adds to a direct line', () => {
    expect(added('module x\n\nrequire z v1.0.0\n', PFLAG)).toBe(
      `module x\n\nrequire (\n\t${PFLAG} v1.0.7\n\tz v1.0.0\n)\n`,
    );
  });

  it('adds a line behind the last requirement where nothing is wholly direct', () => {
    const text = 'module x\n\nrequire (\n\ta v1.0.0 // indirect\n)\n\nreplace a => ./a\n';
    expect(added(text, PFLAG)).toBe(
      `module x\n\nrequire (\n\ta v1.0.0 // indirect\n)\n\nrequire ${PFLAG} v1.0.7\n\nreplace a => ./a\n`,
    );
  });

  it('adds a first requirement', () => {
    expect(added('module x\n', PFLAG)).toBe(`module x\n\nrequire ${PFLAG} v1.0.7\n`);
  });

  it('adds nothing when nothing is wanted', () => {
    expect(added(separated)).toBe(separated);
  });
});
