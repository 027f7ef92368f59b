import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type CommandResult, run, describe as told } from '../tools/command.ts';
import { differingPaths, emptyFolder, pathsIn, readTree, withCrlf, writeTree } from '../tools/tree.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const subject = fileURLToPath(new URL('../../fixtures/left-over-auth-proxy/before', import.meta.url));
const isRoot = process.getuid?.() === 0;
const canMount = isRoot && (await mountWorks());

function fresh(folder = emptyFolder()): string {
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(subject, folder, { recursive: true });
  return folder;
}

function migrate(root: string, ...args: readonly string[]): Promise<CommandResult> {
  return run(process.execPath, [cli, ...args, root], { env: { NO_COLOR: '1' }, timeout: 60_000 });
}

/** An I/O error: exit 5, in plain words, nothing changed, nothing left behind. */
function expectRolledBack(
  root: string,
  before: ReturnType<typeof readTree>,
  result: CommandResult,
  word: RegExp,
): void {
  expect(result.code, told(result)).toBe(5);
  expect(told(result)).toMatch(word);
  expect(told(result)).not.toMatch(/unexpected fault|^ {4}at /m);
  expect(differingPaths(before, readTree(root))).toEqual([]);
  expect(existsSync(join(root, '.diag-codemod/journal'))).toBe(false);
}

/** Runs the command line as nobody: to root every file is writable, and such a test would prove nothing. */
function asNobody(root: string): Promise<CommandResult> {
  for (const path of ['', ...pathsIn(root), ...foldersIn(root)]) chownSync(join(root, path), 65_534, 65_534);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [openToAll(), root], {
      uid: 65_534,
      gid: 65_534,
      env: { PATH: process.env.PATH, NO_COLOR: '1', HOME: '/nonexistent' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => {
        output += part;
      });
    child.on('close', (code) => resolve({ code: code ?? 128, stdout: output, stderr: '', milliseconds: 0 }));
  });
}

function foldersIn(root: string): readonly string[] {
  const folders = new Set<string>();
  for (const path of pathsIn(root)) {
    const parts = path.split('/');
    for (let at = 1; at < parts.length; at++) folders.add(parts.slice(0, at).join('/'));
  }
  return [...folders];
}

describe('rights', () => {
  test.runIf(isRoot)('a read-only file is not replaced', async () => {
    const root = fresh();
    chmodSync(join(root, 'config/rbac/role.yaml'), 0o444);
    const before = readTree(root);
    const result = await asNobody(root);
    expectRolledBack(root, before, result, /rights do not allow it/);
    expect(told(result)).toContain('config/rbac/role.yaml');
  });

  test.runIf(isRoot)('a read-only folder of a later file: the earlier ones are taken back', async () => {
    const root = fresh();
    chmodSync(join(root, 'config/rbac'), 0o555);
    const before = readTree(root);
    expectRolledBack(root, before, await asNobody(root), /rights do not allow it/);
    chmodSync(join(root, 'config/rbac'), 0o755);
  });

  test.runIf(isRoot)('a read-only root', async () => {
    const root = fresh();
    const before = readTree(root);
    chmodSync(root, 0o555);
    expectRolledBack(root, before, await asNobody(root), /rights do not allow it/);
    chmodSync(root, 0o755);
  });

  test.runIf(isRoot)(
    'a file that may not be read is a refusal that names it, never a file without interest',
    async () => {
      const root = fresh();
      chmodSync(join(root, 'config/rbac/kustomization.yaml'), 0o000);
      const result = await asNobody(root);
      expect(result.code, told(result)).toBe(3);
      expect(told(result)).toContain('config/rbac/kustomization.yaml');
    },
  );

  test('modes stay, with execute bits and without write bits', async () => {
    const root = fresh();
    chmodSync(join(root, 'main.go'), 0o755);
    chmodSync(join(root, 'go.mod'), 0o600);
    chmodSync(join(root, 'config/rbac/role.yaml'), 0o664);
    const modes = (tree: ReturnType<typeof readTree>) =>
      [...tree].map(([path, text]) => `${text.split(':')[0]} ${path}`);
    const before = readTree(root);
    expect((await migrate(root)).code).toBe(0);
    const after = readTree(root);
    expect(modes(before)).toEqual(expect.arrayContaining(modes(after)));
  });
});

describe('a disk', () => {
  test.runIf(canMount).each([0, 4, 8, 16, 24, 32, 40, 48, 56])(
    'with %i KiB left changes nothing, or everything',
    async (left) => {
      const mount = await mounted('size=400k');
      const root = fresh(join(mount, 'repository'));
      const before = readTree(root);
      await fill(mount, left);
      const result = await migrate(root);
      if (result.code === 0) expect(differingPaths(before, readTree(root)).length).toBe(8);
      else expectRolledBack(root, before, result, /the disk is full/);
    },
  );

  test('that allows only short files: the limit is told', async () => {
    const root = fresh();
    const before = readTree(root);
    // In blocks of 512 bytes: go.mod is longer.
    const limited = `ulimit -f 5; exec "$0" "$1" "$2"`;
    const result = await run('sh', ['-c', limited, process.execPath, cli, root], { env: { NO_COLOR: '1' } });
    expectRolledBack(root, before, result, /larger than is allowed/);
  });

  test.runIf(canMount)(
    'that is a part of the repository only: files are staged there, and bytes and modes are right',
    async () => {
      const root = fresh();
      const twin = fresh();
      const mount = await mounted('size=400k', join(root, 'config/rbac'));
      cpSync(join(subject, 'config/rbac'), mount, { recursive: true });
      for (const each of [root, twin]) expect((await migrate(each)).code).toBe(0);
      expect(differingPaths(readTree(twin), readTree(root))).toEqual([]);
      expect((await migrate(root, 'undo')).code).toBe(0);
    },
  );

  test.runIf(canMount)('that is a part of the repository, and full: all is taken back', async () => {
    const root = fresh();
    const mount = await mounted('size=60k', join(root, 'config/manager'));
    cpSync(join(subject, 'config/manager'), mount, { recursive: true });
    const before = readTree(root);
    await fill(mount, 0);
    const result = await migrate(root);
    rmSync(join(mount, 'filler'), { force: true });
    expectRolledBack(root, before, result, /the disk is full/);
  });

  test.runIf(canMount)('that is read-only', async () => {
    const mount = await mounted('size=400k');
    const root = fresh(join(mount, 'repository'));
    const before = readTree(root);
    await run('mount', ['-o', 'remount,ro', mount]);
    expectRolledBack(root, before, await migrate(root), /read-only/);
    await run('mount', ['-o', 'remount,rw', mount]);
  });
});

describe('bytes and links', () => {
  test('CRLF, a byte order mark and a missing final newline stay', async () => {
    const root = writeTree(withCrlf(readTree(fresh())));
    onTestFinished(() => rmSync(root, { recursive: true }));
    const mod = join(root, 'config/manager/manager.yaml');
    writeFileSync(mod, `\uFEFF${readFileSync(mod, 'utf8').trimEnd()}`);
    expect((await migrate(root)).code).toBe(0);
    const text = readFileSync(mod, 'utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text.endsWith('\n')).toBe(false);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test('a hard link elsewhere keeps its bytes', async () => {
    const root = fresh();
    const outside = emptyFolder();
    onTestFinished(() => rmSync(outside, { recursive: true }));
    linkSync(join(root, 'main.go'), join(outside, 'main.go'));
    expect((await migrate(root)).code).toBe(0);
    expect(readFileSync(join(outside, 'main.go'))).toEqual(readFileSync(join(subject, 'main.go')));
  });

  test.each(['main.go', 'config/rbac', 'config', 'config/rbac/role.yaml', '.diag-codemod'])(
    'a link in the place of %s is not followed',
    async (path) => {
      const root = fresh();
      const outside = emptyFolder();
      onTestFinished(() => rmSync(outside, { recursive: true }));
      if (existsSync(join(subject, path))) {
        cpSync(join(subject, path), join(outside, 'there'), { recursive: true });
        rmSync(join(root, path), { recursive: true });
      } else mkdirSync(join(outside, 'there'));
      symlinkSync(join(outside, 'there'), join(root, path));
      const before = readTree(outside);
      const result = await migrate(root);
      expect([0, 3, 4], told(result)).toContain(result.code);
      expect(differingPaths(before, readTree(outside))).toEqual([]);
    },
  );
});

describe('runs at once', () => {
  /** A hundred rounds of two to four runs; `DIAG_CODEMOD_ROUNDS` asks for others. */
  const rounds = Number(process.env.DIAG_CODEMOD_ROUNDS ?? 100);

  test(`of two to four, exactly one applies (${rounds} rounds)`, { timeout: 1_800_000 }, async () => {
    const result = fresh();
    await migrate(result);
    const wanted = readTree(result);
    const counts = new Map<string, number>();
    for (let round = 0; round < rounds; round++) {
      const root = emptyFolder();
      cpSync(subject, root, { recursive: true });
      const runs = await Promise.all(
        Array.from({ length: 2 + (round % 3) }, () => migrate(root, '--format', 'json')),
      );
      const ends = runs.map(({ code, stdout }) => `${code} ${JSON.parse(stdout).reason}`);
      for (const end of ends) counts.set(end, (counts.get(end) ?? 0) + 1);
      expect(
        ends.filter((end) => end === '0 migrated'),
        ends.join(', '),
      ).toHaveLength(1);
      expect(ends.filter((end) => !['0 migrated', '0 up-to-date', '75 busy'].includes(end))).toEqual([]);
      expect(differingPaths(wanted, readTree(root))).toEqual([]);
      rmSync(root, { recursive: true });
    }
    console.log(`runs at once: ${[...counts].map(([end, count]) => `${count} × ${end}`).join(', ')}`);
  });

  test('of a person who edits while it runs: no edit is lost', { timeout: 600_000 }, async () => {
    for (let round = 0; round < 25; round++) {
      const root = emptyFolder();
      cpSync(subject, root, { recursive: true });
      const running = migrate(root, '--format', 'json');
      await new Promise((resolve) => setTimeout(resolve, 40 + round * 12));
      const mine = `${readFileSync(join(root, 'go.mod'), 'utf8')}// mine\n`;
      writeFileSync(join(root, 'go.mod'), mine);
      const { code } = await running;
      const kept = readFileSync(join(root, 'go.mod'), 'utf8').includes('// mine');
      expect([kept, [0, 4].includes(code)], `round ${round}, exit ${code}`).toEqual([true, true]);
      rmSync(root, { recursive: true });
    }
  });
});

/** A file system of its own, e.g. of 400 KiB. */
async function mounted(options: string, folder = emptyFolder()): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const result = await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  if (result.code !== 0) throw new Error(told(result));
  onTestFinished(async () => {
    await run('umount', ['-l', folder]);
  });
  return folder;
}

async function fill(mount: string, left: number): Promise<void> {
  const script = 'dd if=/dev/zero of="$0/filler" bs=1024 2>/dev/null; truncate -s -"$1" "$0/filler"';
  await run('sh', ['-c', script, mount, String(left * 1024)]);
}

async function mountWorks(): Promise<boolean> {
  const folder = emptyFolder();
  const result = await run('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', folder]);
  if (result.code === 0) await run('umount', [folder]);
  rmSync(folder, { recursive: true });
  return result.code === 0;
}

/** The built program where everybody reaches it: a checkout below a home folder is closed to others. */
function openToAll(): string {
  const folder = emptyFolder();
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(dirname(cli), folder, { recursive: true });
  chmodSync(folder, 0o755);
  return join(folder, 'cli.js');
}
