import type * as NodeFs from 'node:fs';
import { chmodSync, rmSync } from 'node:fs';
import { constants as osConstants } from 'node:os';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Change } from '../../src/repository/change.ts';
import { buildChangeSet } from '../../src/repository/change-set.ts';
import { openRepository } from '../../src/repository/open.ts';
import { ProblemError } from '../../src/repository/problem.ts';
import { recoverInterrupted } from '../../src/repository/recovery.ts';
import { applyChangeSet } from '../../src/repository/transaction.ts';
import { undo } from '../../src/repository/undo.ts';
import { snapshot, writeTestFile } from '../setup/testdir.ts';
import { emptyFolder } from '../tools/tree.ts';

/** Calls to the file system are counted while a plan is set; the one it names fails, or all from there on. */
const faults = vi.hoisted(() => ({ armed: false, count: 0, at: 0, lasting: false, code: 'EIO', only: '' }));

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof NodeFs>();
  const failing = Object.entries(fs).map(([name, value]) => {
    if (typeof value !== 'function' || !name.endsWith('Sync')) return [name, value];
    const call = value as (...args: unknown[]) => unknown;
    return [
      name,
      (...args: unknown[]) => {
        if (faults.armed && (faults.only === '' || faults.only === name)) {
          faults.count++;
          const hit = faults.lasting ? faults.count >= faults.at : faults.count === faults.at;
          if (hit) throw errno(faults.code, name);
        }
        return call(...args);
      },
    ];
  });
  return { ...Object.fromEntries(failing), default: fs };
});

function errno(code: string, syscall: string): Error {
  const number = (osConstants.errno as Readonly<Record<string, number>>)[code] ?? 0;
  return Object.assign(new Error(`${code}: injected, ${syscall}`), { code, errno: -number, syscall });
}

const why = { step: 's', reason: 'r' };
let root = '';
beforeAll(() => {
  root = emptyFolder();
});
afterAll(() => rmSync(root, { recursive: true }));

/** Seven operations: four edits with modes, two creations in new folders, a deletion. */
function prepared() {
  rmSync(root, { recursive: true });
  for (const [path, mode] of [
    ['a.txt', 0o644],
    ['b.sh', 0o755],
    ['c/d.txt', 0o640],
    ['c/e/f.txt', 0o600],
    ['gone.txt', 0o644],
  ] as const) {
    writeTestFile(root, path, 'old\r\n', mode);
  }
  chmodSync(root, 0o755);
  const repository = openRepository(root);
  const replace = (path: string): Change => ({
    kind: 'edit',
    path,
    start: 0,
    end: 3,
    expected: 'old',
    replacement: 'new',
    ...why,
  });
  const changeSet = buildChangeSet(repository, [
    ...['a.txt', 'b.sh', 'c/d.txt', 'c/e/f.txt'].map(replace),
    { kind: 'create', path: 'x/y/made.txt', text: 'made\n', mode: 0o644, ...why },
    { kind: 'create', path: 'c/made.txt', text: 'made\n', mode: 0o755, ...why },
    { kind: 'delete', path: 'gone.txt', expected: 'old\r\n', ...why },
  ]);
  return { repository, changeSet };
}

function tree(): string {
  const files = Object.entries(snapshot(root)).filter(([path]) => !path.startsWith('.diag-codemod/'));
  return JSON.stringify(files);
}

interface Ending {
  readonly problem: string;
  readonly atOnce: string;
  readonly recovered: string;
}

/** Runs with a fault, then recovers without one. */
function endingOf(
  act: () => void,
  at: number,
  lasting: boolean,
  code: string,
  only = '',
): Ending & { calls: number } {
  Object.assign(faults, { armed: true, count: 0, at, lasting, code, only });
  let problem = 'none';
  try {
    act();
  } catch (error) {
    problem = error instanceof ProblemError ? error.kind : `unknown: ${(error as Error).stack}`;
  } finally {
    faults.armed = false;
  }
  const atOnce = tree();
  recoverInterrupted(root);
  return { problem, atOnce, recovered: tree(), calls: faults.count };
}

/** `npm run test:faults -- --all`: all of them, and an undo too. */
const everything = process.env.DIAG_CODEMOD_FAULTS === 'all';
const ALL_CODES = [
  'ENOSPC',
  'EIO',
  'EACCES',
  'EROFS',
  'EMFILE',
  'EDQUOT',
  'EPERM',
  'EXDEV',
  'ENOENT',
  'ENOTSUP',
];
const CODES = everything ? ALL_CODES : ['ENOSPC'];

const runs = [
  [
    'a migration',
    () => {
      const { repository, changeSet } = prepared();
      return () => applyChangeSet(repository, changeSet);
    },
  ],
  [
    'an undo',
    () => {
      const { repository, changeSet } = prepared();
      applyChangeSet(repository, changeSet);
      return () => {
        undo(root);
      };
    },
  ],
] as const;

describe.each(everything ? runs : runs.slice(0, 1))(
  '%s, disturbed at every call to the file system',
  (_name, prepare) => {
    test.each(CODES)(
      'by %s, once and lasting: all or nothing, and the answer is true',
      { timeout: 600_000 },
      (code) => {
        const act = prepare();
        const before = tree();
        const { calls, recovered: after } = endingOf(act, 0, false, code);
        const violations: string[] = [];
        for (let at = 1; at <= calls; at++) {
          for (const lasting of [false, true]) {
            const ending = endingOf(prepare(), at, lasting, code);
            const told = `${code} at ${at}${lasting ? '+' : ''}: ${ending.problem}`;
            const whole = [before, after].includes(ending.recovered);
            const truthful =
              ending.problem === 'none'
                ? ending.atOnce === after && ending.recovered === after
                : ending.problem === 'recovery'
                  ? whole
                  : ending.atOnce === before && ending.recovered === before;
            if (!whole || !truthful || ending.problem.startsWith('unknown')) violations.push(told);
          }
        }
        expect(calls).toBeGreaterThan(100);
        expect(violations).toEqual([]);
      },
    );
  },
);

describe('a file system that knows no hard links, or another one below', () => {
  test.each(['EPERM', 'ENOTSUP', 'EXDEV'])('link answers %s: files are made all the same', (code) => {
    const { repository, changeSet } = prepared();
    const ending = endingOf(() => applyChangeSet(repository, changeSet), 1, true, code, 'linkSync');
    expect(ending.problem).toBe('none');
    expect(ending.atOnce).toContain('made.txt');
  });
});
