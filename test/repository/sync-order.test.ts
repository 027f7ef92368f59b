import { rmSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeScenes } from '../faults/scene.ts';
import { type Call, callsOf, straceMissing } from '../faults/strace.ts';
import { toolsAreRequired } from '../tools/required.ts';
import { orderFaults } from './sync-order.ts';

const missing = await straceMissing();
if (missing !== undefined && toolsAreRequired) throw new Error(missing);

describe.skipIf(missing !== undefined)(
  'a loss of power mixes nothing: the built program syncs in order',
  () => {
    const runs = new Map<string, { readonly root: string; readonly calls: readonly Call[] }>();

    beforeAll(async () => {
      for (const scene of await makeScenes()) {
        const root = scene.prepare();
        runs.set(scene.name, { root, calls: await callsOf(scene.command(root), root) });
        rmSync(root, { recursive: true });
      }
    }, 600_000);

    const runOf = (name: string) => runs.get(name) as { root: string; calls: readonly Call[] };

    it.each(['migrate', 'undo', 'recovery'])('%s', (name) => {
      const { root, calls } = runOf(name);
      expect(orderFaults(calls, root)).toEqual([]);
      expect(changes(calls).length).toBeGreaterThan(8);
    });

    // An undo finds the folder of the journal's folder there: it syncs the root for nothing.
    it.each(['migrate', 'recovery'])('%s: no sync could be left out', (name) => {
      const { root, calls } = runOf(name);
      const syncs = calls.filter(({ line }) => line.startsWith('fsync('));
      // What comes after the last change protects that one, and has nothing after it that could be too early.
      const last = calls.findLastIndex(({ line }) => /^rename\(|^unlink\(.*COMMIT/.test(line));
      const needed = syncs.filter((sync) => calls.indexOf(sync) < last);
      const useless = needed.filter(
        (sync) =>
          orderFaults(
            calls.filter((call) => call !== sync),
            root,
          ).length === 0,
      );
      expect(useless.map(({ line }) => line)).toEqual([]);
      expect(needed.length).toBeGreaterThan(2);
    });
  },
);

/** The calls that change names in folders. */
function changes(calls: readonly Call[]): readonly Call[] {
  return calls.filter(({ line }) => /^(?:rename|link|unlink|mkdir|rmdir)\(/.test(line));
}
