import { existsSync, readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../test/setup/testdir.ts';
import { withCleanRoom } from './git-clean-room.ts';

const HASH = 'a'.repeat(40);
const minimal = { HEAD: `${HASH}\n`, 'objects/x': '' };

function roomOf<Value>(files: Readonly<Record<string, string>>, look: (room: string, root: string) => Value) {
  const root = testdir({ ...minimal, ...files });
  return withCleanRoom({ own: root, common: root }, async (room) => look(room, root));
}

const configOf = (config: string) => roomOf({ config }, (room) => readFileSync(join(room, 'config'), 'utf8'));

const CORE =
  '[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tfsmonitor = false\n\thooksPath = /dev/null\n';

describe('the settings of a clean room', () => {
  it.each([
    ...['autocrlf = input', 'eol = crlf', 'filemode = false', 'ignorecase = true'],
    ...[
      'precomposeunicode = true',
      'symlinks = false',
      'trustctime = false',
      'autoCRLF = true',
      'eol = native',
    ],
  ])('take over %s', async (setting) => {
    expect(await configOf(`[core]\n\t${setting}\n`)).toBe(`${CORE}\t${setting}\n`);
    expect(await configOf(`[CORE]\n${setting}\n`)).toBe(`${CORE}${setting}\n`);
  });

  it.each([
    ['another section', '[other]\n\tautocrlf = true\n'],
    ['a subsection', '[core "x"]\n\tautocrlf = true\n'],
    ['another setting', '[core]\n\teditor = true\n'],
    ['a setting that names a program', '[core]\n\tfsmonitor = true\n'],
    ['a value that is none of ours', '[core]\n\tautocrlf = !touch x\n'],
    ['two settings in a line', '[core]\n\tautocrlf = true ; fsmonitor = x\n'],
    ['a setting before any section', 'autocrlf = true\n'],
  ])('take over nothing of %s', async (_name, config) => {
    expect(await configOf(config)).toBe(CORE);
  });

  it('know longer names of objects by the commit', async () => {
    const head = 'b'.repeat(64);
    const config = await roomOf({ HEAD: `${head}\n` }, (room) => readFileSync(join(room, 'config'), 'utf8'));
    expect(config).toContain('\trepositoryformatversion = 1\n');
    expect(config.endsWith('[extensions]\n\tobjectFormat = sha256\n')).toBe(true);
  });
});

describe('a clean room', () => {
  it('holds the commit, the way to the objects, and the index with its time; no link', async () => {
    const root = testdir({
      ...minimal,
      index: 'i',
      'sharedindex.0a': 's',
      'sharedindex.x': 'no',
      hooks: 'h',
    });
    symlinkSync('index', join(root, 'sharedindex.0b'));
    utimesSync(join(root, 'index'), 1_000, 2_000);
    await withCleanRoom({ own: root, common: root }, async (room) => {
      const text = (name: string) => readFileSync(join(room, name), 'utf8');
      expect([text('HEAD'), text('index'), text('sharedindex.0a')]).toEqual([`${HASH}\n`, 'i', 's']);
      expect(text('objects/info/alternates')).toBe(`${join(root, 'objects')}\n`);
      expect(statSync(join(room, 'index')).mtimeMs).toBe(2_000_000);
      expect(['sharedindex.x', 'sharedindex.0b', 'hooks'].some((name) => existsSync(join(room, name)))).toBe(
        false,
      );
    });
  });

  it('has a branch of its own before the first commit', async () => {
    expect(
      await roomOf({ HEAD: 'ref: refs/heads/main\n' }, (room) => readFileSync(join(room, 'HEAD'), 'utf8')),
    ).toBe('ref: refs/heads/unborn\n');
  });

  it('goes with its use, also where that fails or the process ends', async () => {
    const listeners = process.listenerCount('exit');
    const seen: string[] = [];
    await roomOf({}, (room) => seen.push(room));
    const failing = roomOf({}, (room) => {
      seen.push(room);
      throw new Error('inside');
    });
    await expect(failing).rejects.toThrow('inside');
    await roomOf({}, (room) => {
      expect(process.listenerCount('exit')).toBe(listeners + 1);
      process.listeners('exit').at(-1)?.(0);
      expect(existsSync(room)).toBe(false);
    });
    expect([seen.length, seen.some(existsSync), process.listenerCount('exit')]).toEqual([
      2,
      false,
      listeners,
    ]);
  });
});
