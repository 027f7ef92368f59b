import { rmSync } from 'node:fs';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeScenes, type Scene } from '../faults/scene.ts';
import { type Call, callsOf, runWithFault, straceMissing } from '../faults/strace.ts';
import { describe as told } from '../tools/command.ts';
import { toolsAreRequired } from '../tools/required.ts';
import { differingPaths, readTree } from '../tools/tree.ts';

const missing = await straceMissing();
if (missing !== undefined && toolsAreRequired) throw new Error(missing);

describe.skipIf(missing !== undefined)('a disk that fails while the built program writes', () => {
  let scene: Scene;
  let calls: readonly Call[] = [];

  beforeAll(async () => {
    scene = (await makeScenes()).find(({ name }) => name === 'migrate') as Scene;
    const root = scene.prepare();
    calls = await callsOf(scene.command(root), root);
    rmSync(root, { recursive: true });
  }, 600_000);

  /** The call that puts the third file in its place: two are replaced by then. */
  const third = () => calls.find(({ line }) => /^rename\("[^"]*\/3\.new"/.test(line)) as Call;

  it.each([
    ['ENOSPC', /the disk is full/, /Free some space/],
    ['EDQUOT', /the disk quota is used up/, /Free some space, or have the quota raised/],
    ['EROFS', /the file system is read-only/, /Mount it writable, or work on a copy/],
    ['EACCES', /the rights do not allow it/, /Make the files and their folders writable/],
    ['EPERM', /the file system does not permit it/, /Make the files and their folders writable/],
    ['EIO', /the disk reports an error/, /Check the disk/],
    ['EMFILE', /too many files are open/, /Raise the limit/],
    ['EBUSY', /the file system refused/, /Check the disk and the rights/],
  ])(
    'by %s: exit 5, in plain words, and the files that were replaced are taken back',
    async (code, reason, hint) => {
      const root = scene.prepare();
      onTestFinished(() => rmSync(root, { recursive: true }));
      const result = await runWithFault(scene.command(root), {
        call: third(),
        what: `error=${code}`,
        stays: false,
      });
      expect(result.code, told(result)).toBe(5);
      expect(told(result).replaceAll(/\s+/g, ' ')).toMatch(reason);
      expect(told(result).replaceAll(/\s+/g, ' ')).toMatch(hint);
      expect(told(result)).toMatch(/io-error config\/rbac\/auth_proxy_service\.yaml/);
      expect(differingPaths(scene.before, readTree(root))).toEqual([]);
    },
  );

  it('as it is another file system: the file is staged there, and the run is done', async () => {
    const root = scene.prepare();
    onTestFinished(() => rmSync(root, { recursive: true }));
    const fault = { call: third(), what: 'error=EXDEV', stays: false };
    const result = await runWithFault(scene.command(root), fault);
    expect(result.code, told(result)).toBe(0);
    expect(differingPaths(scene.after, readTree(root))).toEqual([]);
  });
});
