import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ProblemError } from '../repository/problem.ts';
import { loadGoGrammar, parseGo } from './syntax.ts';

beforeAll(loadGoGrammar);

const source = (text: string) => ({ path: 'main.go', text, mode: 0o644 });

function problemOf(text: string) {
  try {
    parseGo(source(text));
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
  }
  throw new Error('was parsed');
}

describe('parseGo', () => {
  it('gives up after two seconds, and tells how far it came', () => {
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1_001));
    onTestFinished(() => clock.mockRestore());
    expect(problemOf(`package main\n\nvar x = ${'"'.repeat(200_000)}`)).toMatchObject({
      code: 'go-parse-limit',
      file: 'main.go',
      line: 3,
      column: expect.any(Number),
      reason: 'parsing took longer than 2 s',
    });
  });

  it('gives nodes at UTF-16 offsets of the text', () => {
    const text = 'package main\n\nvar s = "€😀"\n\nfunc main() {}\n';
    const main = parseGo(source(text)).root.namedChildren.at(-1);
    expect(main?.type).toBe('function_declaration');
    expect(text.slice(main?.startIndex, main?.endIndex)).toBe('func main() {}');
  });

  it('keeps a byte order mark and CRLF in the offsets', () => {
    const text = '\uFEFFpackage main\r\n\r\nfunc main() {}\r\n';
    const main = parseGo(source(text)).root.namedChildren.at(-1);
    expect(text.slice(main?.startIndex, main?.endIndex)).toBe('func main() {}');
  });

  it('reads the new(expression) of Go 1.26 without moving anything', () => {
    const text = 'package main\n\nvar p = new(1 + 2)\n\nfunc main() {}\n';
    const main = parseGo(source(text)).root.namedChildren.at(-1);
    expect(text.slice(main?.startIndex, main?.endIndex)).toBe('func main() {}');
  });

  it('still reads new(Type), also as a method name', () => {
    const { root } = parseGo(source('package main\n\nvar a, b = new(int), x.new(3)\n'));
    expect(root.hasError).toBe(false);
  });

  it('refuses what is not Go, with the place', () => {
    const problem = problemOf('package main\n\nvar s = 1\n\nfunc main() { return ) }\n');
    expect(problem).toMatchObject({ code: 'go-syntax', file: 'main.go', line: 5, column: 22 });
  });

  it('does not return the tree of another file after a refusal', () => {
    problemOf('package main\nfunc (');
    const text = 'package other\n';
    expect(parseGo(source(text)).root.text).toBe(text);
  });
});
