import { beforeAll, describe, expect, it } from 'vitest';
import { loadGoGrammar } from '../golang/syntax.ts';
import type { Change } from '../repository/change.ts';
import { buildChangeSet } from '../repository/change-set.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { ProblemError, refusal } from '../repository/problem.ts';
import { asOwnFault, checkIdempotence, checkSyntax } from './check.ts';

beforeAll(loadGoGrammar);

/** Replaces `from` by `to` in the only file, and checks the result. */
function codeAfter(path: string, text: string, from: string, to: string): string | undefined {
  const repository = memoryRepository({ [path]: text });
  const start = text.indexOf(from);
  const change: Change = {
    kind: 'edit',
    path,
    start,
    end: start + from.length,
    expected: from,
    replacement: to,
    step: 's',
    reason: 'r',
  };
  return codeOf(() => checkSyntax(repository, buildChangeSet(repository, [change])));
}

function codeOf(run: () => void): string | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof ProblemError && error.kind === 'refused') return error.problem.code;
    throw error;
  }
  return undefined;
}

describe('checkSyntax', () => {
  it('takes edits that leave valid files', () => {
    expect(codeAfter('main.go', 'package main\n\nvar a = 1\n', '1', '2')).toBeUndefined();
    expect(codeAfter('a.yaml', 'a: 1\n', '1', '2')).toBeUndefined();
  });

  it('refuses an edit that breaks Go, or YAML', () => {
    expect(codeAfter('main.go', 'package main\n\nvar a = 1\n', '1', '(')).toBe('plan-breaks-file');
    expect(codeAfter('a.yaml', 'a: 1\n', '1', '[')).toBe('plan-breaks-file');
  });

  it('refuses an edit that breaks one document of many', () => {
    expect(codeAfter('a.yaml', 'a: 1\n---\nb: 2\n---\nc: 3\n', '2', '"')).toBe('plan-breaks-file');
  });

  it('lets a template stay what it was: no YAML', () => {
    const template = 'args:\n{{- if .Values.x }}\n- {{ .Values.x }}: [\n{{- end }}\n- a\n';
    expect(codeAfter('chart/templates/d.yaml', template, '- a', '- b')).toBeUndefined();
  });

  it('does not parse what is neither Go nor YAML', () => {
    expect(codeAfter('Makefile', 'a: [\n', '[', '{[')).toBeUndefined();
  });
});

describe('checkIdempotence', () => {
  const repository = memoryRepository({ 'a.txt': 'one\n' });
  const again: Change = { kind: 'delete', path: 'a.txt', expected: 'one\n', step: 's', reason: 'r' };

  it('takes a plan that is empty the second time', () => {
    expect(codeOf(() => checkIdempotence(buildChangeSet(repository, [])))).toBeUndefined();
  });

  it('refuses one that is not', () => {
    expect(codeOf(() => checkIdempotence(buildChangeSet(repository, [again])))).toBe('plan-not-stable');
  });
});

describe('asOwnFault', () => {
  it('gives what the stage gives', () => {
    expect(asOwnFault(() => 1)).toBe(1);
  });

  it('tells a refusal of our own result as our fault, with its place', () => {
    const stage = () => {
      throw refusal({
        code: 'computed-metrics-address',
        file: 'main.go',
        line: 3,
        reason: 'computed',
        hint: 'h',
      });
    };
    expect(codeOf(() => asOwnFault(stage))).toBe('plan-not-stable');
    expect(() => asOwnFault(stage)).toThrow(/would be refused: computed/);
  });

  it('lets everything else through', () => {
    const stage = () => {
      throw new RangeError('deep');
    };
    expect(() => asOwnFault(stage)).toThrow(RangeError);
  });
});
