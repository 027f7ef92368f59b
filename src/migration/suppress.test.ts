import { describe, expect, test } from 'vitest';
import { changed, rightProvider } from '../../test/setup/rule-example.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { planMigration } from './migration.ts';
import { defaultOptions } from './options.ts';
import { suppressorsOf } from './suppressions.ts';

const MANAGER = 'config/manager/manager.yaml';
const insecure = (comment: string) =>
  changed(rightProvider(), {
    [MANAGER]: [
      '        - "--insecure-diagnostics=${CAPI_INSECURE_DIAGNOSTICS:=false}"\n',
      comment.includes('\n')
        ? `${comment}        - "--insecure-diagnostics=true"\n`
        : `        - "--insecure-diagnostics=true" ${comment}\n`,
    ],
  });

async function judge(files: Readonly<Record<string, string>>, ignore: readonly string[] = []) {
  const plan = await planMigration(memoryRepository(files), { ...defaultOptions, ignore });
  const { findings, suppressed } = plan.inspection;
  const all = [...findings, ...plan.findings];
  return { all, counted: all.map(({ rule, line }) => `${rule}:${line}`), suppressed };
}

describe('suppress', () => {
  test.each([
    ['behind the line', '# diag-codemod: ignore insecure-diagnostics -- only in our lab'],
    ['above the line', '        # diag-codemod: ignore insecure-diagnostics -- only in our lab\n'],
    [
      'in the comment above',
      '        # diag-codemod: ignore insecure-diagnostics -- only in our lab\n        # more\n',
    ],
    ['among others', '# diag-codemod: ignore other-rule, insecure-diagnostics -- only in our lab'],
  ])('%s', async (_, comment) => {
    const { counted, suppressed } = await judge(insecure(comment));
    expect(suppressed).toMatchObject([
      { rule: 'insecure-diagnostics', suppression: { kind: 'comment', reason: 'only in our lab' } },
    ]);
    expect(counted.filter((id) => id.startsWith('insecure'))).toEqual([]);
  });

  test.each([
    ['one without a reason', '# diag-codemod: ignore insecure-diagnostics', 33],
    ['one of another rule', '# diag-codemod: ignore insecure -- why', 33],
    [
      'one too far away',
      '        # diag-codemod: ignore insecure-diagnostics -- why\n        - "--v=2"\n',
      33,
    ],
  ])('%s is a note itself', async (_, comment, line) => {
    const { counted, suppressed } = await judge(insecure(comment));
    expect(suppressed).toEqual([]);
    expect(counted).toContain(`unused-suppression:${line}`);
    expect(counted.some((id) => id.startsWith('insecure-diagnostics'))).toBe(true);
  });

  test('in Go', async () => {
    const files = changed(rightProvider(), {
      'main.go': [
        '\n\tflags.AddManagerOptions',
        '\t// diag-codemod: ignore flag-registered-twice -- shown in a talk\n\tfs.String("tls-min-version", "", "")\n\tflags.AddManagerOptions',
      ],
    });
    expect((await judge(files)).suppressed).toMatchObject([
      { rule: 'flag-registered-twice', path: 'main.go' },
    ]);
  });

  test.each(['', ` ${MANAGER}`, ' config/', ' config'])('in the configuration, for%j', async (path) => {
    const { counted, suppressed } = await judge(insecure('#'), [`insecure-diagnostics${path} -- a lab`]);
    expect(suppressed).toMatchObject([{ suppression: { kind: 'configuration', reason: 'a lab' } }]);
    expect(counted).toEqual([]);
  });

  test('of the configuration that matches nothing is a note at its place', async () => {
    const files = { ...rightProvider(), '.diag-codemod.yaml': 'ignore:\n- no-rule docs/ -- x\n' };
    const { all } = await judge(files, ['no-rule docs/ -- x']);
    expect(all).toMatchObject([{ rule: 'unused-suppression', level: 'note', line: 2 }]);
    expect(all).toHaveLength(1);
  });

  test('in a folder where none are looked for, where a finding stands in it', () => {
    const path = 'pkg/testdata/manager.yaml';
    const repository = memoryRepository({ [path]: '# diag-codemod: ignore a-rule -- why\nkind: Service\n' });
    expect(suppressorsOf(repository, [], new Set())).toEqual([]);
    expect(suppressorsOf(repository, [], new Set([path]))).toMatchObject([{ rule: 'a-rule', path }]);
  });
});
