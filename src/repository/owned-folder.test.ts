import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../test/setup/testdir.ts';
import { makeOwnedFolder } from './owned-folder.ts';
import { identityOfProcess } from './process-identity.ts';

/** The identity of a process that has ended, in this boot and pid namespace. */
function deadIdentity(): string {
  const [, , ...home] = identityOfProcess().split('.');
  const { pid } = spawnSync('/bin/true');
  return [pid, '1', ...home].join('.');
}

/** A folder as a killed run leaves it. */
function leftOver(parent: string, name: string, owner: string | undefined): string {
  const folder = join(parent, name);
  mkdirSync(join(folder, 'tree'), { recursive: true });
  chmodSync(folder, 0o700);
  writeFileSync(join(folder, 'tree', 'a'), '');
  if (owner !== undefined) writeFileSync(join(folder, '.owner'), owner);
  return folder;
}

describe('makeOwnedFolder', () => {
  it('makes a folder that only we may enter, and says whose it is', () => {
    const parent = testdir();
    const folder = makeOwnedFolder(parent, 'it-');
    expect(readdirSync(parent)).toHaveLength(1);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(folder, '.owner'), 'utf8')).toBe(identityOfProcess());
  });

  it('fails at the making where the parent cannot be listed', () => {
    expect(() => makeOwnedFolder('/nowhere/at/all', 'it-')).toThrow(/ENOENT.*mkdtemp/);
  });

  it('removes the folder of a process that is gone', () => {
    const parent = testdir();
    const left = leftOver(parent, 'it-AbC012', deadIdentity());
    symlinkSync('/etc', join(left, 'tree', 'link'));
    const outside = testdir({ kept: '' });
    symlinkSync(outside, join(left, 'tree', 'outside'));
    makeOwnedFolder(parent, 'it-');
    expect(existsSync(left)).toBe(false);
    expect(existsSync(join(outside, 'kept'))).toBe(true);
  });

  it('removes that of a later process with the same number, and of an earlier boot after a day', () => {
    const parent = testdir();
    const [pid, start, boot, namespace] = identityOfProcess().split('.');
    const reused = leftOver(parent, 'it-000001', [pid, Number(start) + 1, boot, namespace].join('.'));
    const elsewhere = leftOver(parent, 'it-000002', [pid, start, 'another-boot', namespace].join('.'));
    makeOwnedFolder(parent, 'it-');
    expect([existsSync(reused), existsSync(elsewhere)]).toEqual([false, true]);
    const yesterday = Date.now() / 1000 - 25 * 3600;
    utimesSync(join(elsewhere, '.owner'), yesterday, yesterday);
    makeOwnedFolder(parent, 'it-');
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('leaves what is alive, what is not ours, and what is no folder', () => {
    const parent = testdir();
    const target = leftOver(testdir(), 'target', deadIdentity());
    symlinkSync(target, join(parent, 'it-linked'));
    symlinkSync(target, join(parent, 'it-link01'));
    const linkedOwner = leftOver(parent, 'it-link02', undefined);
    symlinkSync(join(target, '.owner'), join(linkedOwner, '.owner'));
    const open = leftOver(parent, 'it-open01', deadIdentity());
    chmodSync(open, 0o755);
    const kept = [
      leftOver(parent, 'it-alive1', identityOfProcess()),
      leftOver(parent, 'it-noname', undefined),
      leftOver(parent, 'it-words1', 'not an identity'),
      leftOver(parent, 'it-toolong', deadIdentity()),
      leftOver(parent, 'other-dead01', deadIdentity()),
      ...[open, linkedOwner, target, join(parent, 'it-link01')],
    ];
    writeFileSync(join(parent, 'it-file01'), deadIdentity());
    makeOwnedFolder(parent, 'it-');
    expect(kept.filter((path) => !existsSync(path))).toEqual([]);
    expect(existsSync(join(target, 'tree', 'a'))).toBe(true);
    expect(existsSync(join(parent, 'it-file01'))).toBe(true);
  });

  it.runIf(process.geteuid?.() === 0)('leaves the folder of another user', () => {
    const parent = testdir();
    const left = leftOver(parent, 'it-other1', deadIdentity());
    spawnSync('chown', ['65534', left]);
    makeOwnedFolder(parent, 'it-');
    expect(existsSync(left)).toBe(true);
  });
});
