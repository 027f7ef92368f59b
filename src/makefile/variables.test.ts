import { describe, expect, it } from 'vitest';
import {
  expand,
  isExpanded,
  makeVariables,
  REPOSITORY_ROOT,
  shellVariables,
  taskVariables,
} from './variables.ts';

describe('makeVariables', () => {
  it.each([
    ['A = 1', '1'],
    ['A := 1 # why', '1'],
    ['A ?= 1', '1'],
    ['A ::= 1', '1'],
    ['export A = 1', '1'],
    ['  A = 1', '1'],
    ['A = 1 \\\n  2', '1 2'],
    ['A = 1\nA += 2', '1 2'],
    ['A = 1\nA ?= 2', '1'],
    ['A = 1\nA = 1', '1'],
    ['A =', ''],
  ])('%j', (text, value) => {
    expect(makeVariables(text).get('A')).toBe(value);
  });

  it('leaves out what two branches define differently', () => {
    expect(makeVariables('ifeq (x,y)\nA = 1\nelse\nA = 2\nendif\n').has('A')).toBe(false);
  });

  it('takes no recipe line and no rule for a definition', () => {
    const found = makeVariables('target: A = 1\n\tB = 2\ntarget: prerequisite\n');
    expect([...found.keys()]).toEqual([]);
  });
});

describe('shellVariables', () => {
  it.each([
    ['A=1', '1'],
    ['export A="x y"', 'x y'],
    ["readonly A='x'", 'x'],
    ['  local A=x; echo', 'x'],
    [`A="\${B:-c}"`, `\${B:-c}`],
  ])('%j', (text, value) => {
    expect(shellVariables(text).get('A')).toBe(value);
  });

  it('takes an assignment before a command for none', () => {
    expect(shellVariables('A=1 run it').has('A')).toBe(false);
  });
});

describe('taskVariables', () => {
  it('reads plain values', () => {
    expect(taskVariables('vars:\n  A: "x"\n  B: y\n').get('A')).toBe('x');
  });
});

describe('expand', () => {
  const variables = new Map([
    ['A', 'x'],
    ['B', '$(A)/y'],
    ['LOOP', '$(LOOP)'],
    ['ABSOLUTE', '$(abspath $(B))'],
    ['TOP', '$(CURDIR)/z'],
  ]);
  it.each([
    ['$(A)', 'x'],
    [`\${A}-$A`, 'x-x'],
    ['$$A', 'x'],
    ['{{.A}} {{ .A }}', 'x x'],
    ['$(B)', 'x/y'],
    [`\${NONE:-d}`, 'd'],
    [`\${A:-d}`, 'x'],
    ['$(strip  $(A) )', 'x'],
    ['$(ABSOLUTE)', `${REPOSITORY_ROOT}/sub/x/y`],
    ['$(abspath /opt)', '/opt'],
    ['$(TOP)', `${REPOSITORY_ROOT}/sub/./z`],
    ['$(shell git rev-parse --show-toplevel)/q', `${REPOSITORY_ROOT}/q`],
    ['$(dir $(abspath $(lastword $(MAKEFILE_LIST))))', `${REPOSITORY_ROOT}/sub/.`],
    ['$(NONE)/y', '$(NONE)/y'],
    ['$(shell date)', '$(shell date)'],
    ['price: $5', 'price: $5'],
    ['a$', 'a$'],
  ])('%j becomes %j', (text, value) => {
    expect(expand(text, variables, 'sub')).toBe(value);
  });

  it('ends at a variable that names itself', () => {
    expect(expand('$(LOOP)', variables, '.')).toBe('$(LOOP)');
  });

  it('does not let values grow without end', () => {
    const bomb = new Map([
      ['A', '$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)'],
      ['B', '$(C)$(C)$(C)$(C)$(C)$(C)$(C)$(C)$(C)$(C)'],
      ['C', 'x'.repeat(2_000)],
    ]);
    expect(expand('$(A)', bomb, '.').length).toBeLessThan(1_000_000);
  });
});

describe('isExpanded', () => {
  it.each([
    ['./api/...', true],
    ['$(X)/api', false],
    [`\${X}`, false],
    ['$X', false],
    ['{{.X}}', false],
    ['$@', false],
    ['work/$<', false],
    ['`pwd`', false],
    ['{./a,./b}', true],
  ])('%j: %j', (text, expected) => {
    expect(isExpanded(text)).toBe(expected);
  });
});
