import { describe, expect, it } from 'vitest';
import { type JsonRecord, readRecords } from './read-records.ts';

async function records(...chunks: readonly (string | Buffer)[]): Promise<readonly JsonRecord[]> {
  async function* stream() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const found: JsonRecord[] = [];
  for await (const record of readRecords(stream())) found.push(record);
  return found;
}

const printed = (value: unknown) => JSON.stringify(value, undefined, 2);

describe('records of a stream', () => {
  it('are its lines, wherever the chunks end', async () => {
    expect(await records('{"a"', ':1}\n{"ü":', '2}\r\n\n  \n{"b":3}')).toEqual([
      { line: 1, text: '{"a":1}' },
      { line: 2, text: '{"ü":2}\r' },
      { line: 5, text: '{"b":3}' },
    ]);
    const [first = 0, ...rest] = Buffer.from('"ü"\n');
    expect(await records(Buffer.from([first]), ...rest.map((byte) => Buffer.from([byte])))).toEqual([
      { line: 1, text: '"ü"' },
    ]);
  });

  it('are none where nothing is', async () => {
    expect(await records()).toEqual([]);
    expect(await records('\n\n')).toEqual([]);
  });

  it('are printed documents as well', async () => {
    const text = `${printed({ a: { b: [1] } })}\n{"c":1}\n${printed({ d: 1 })}`;
    const found = await records(text);
    expect(found.map((record) => [record.line, 'text' in record && JSON.parse(record.text)])).toEqual([
      [1, { a: { b: [1] } }],
      [8, { c: 1 }],
      [9, { d: 1 }],
    ]);
  });

  it('tell a printed document that was cut off, and go on behind it', async () => {
    const cut = '{\n  "a": 1,\n';
    const problem = 'the JSON that begins here does not end';
    expect(await records(`${cut}{"b":1}\n${cut}{\n  "c": 1\n}\n${cut}`)).toEqual([
      { line: 1, problem },
      { line: 3, text: '{"b":1}' },
      { line: 4, problem },
      { line: 6, text: '{\n  "c": 1\n}' },
      { line: 9, problem },
    ]);
  });

  it('tell what is no UTF-8, and what is too long', async () => {
    const long = Buffer.alloc(3 * 1024 * 1024, 'x');
    const filled = `  "${'x'.repeat(3 * 1024 * 1024)}",\n`;
    expect(await records(Buffer.from([0xff, 10]), long, long, long, '\n1\n')).toEqual([
      { line: 1, problem: 'not UTF-8' },
      { line: 2, problem: 'longer than 8 MiB' },
      { line: 3, text: '1' },
    ]);
    expect(await records('{\n', filled, filled, filled, '}\n2')).toEqual([
      { line: 1, problem: 'longer than 8 MiB' },
      { line: 6, text: '2' },
    ]);
  });
});
