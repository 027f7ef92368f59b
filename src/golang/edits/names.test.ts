import { describe, expect, it } from 'vitest';
import { goFile, nodeOf } from '../../../test/setup/go-files.ts';
import { freshName, occursIn } from './names.ts';

const file = goFile(`package main

import (
	"os"
	capiflags "example.org/util/flags"
	"example.org/klog/v2"
)

var managerOptions = capiflags.ManagerOptions{}

type settings struct {
	metricsOptions string
}

func main() {
	options := settings{}
	options.metricsOptions = map[string]string{key: ""}[""]
	func() {
		err := options.tlsOptions()
		_ = err
	}()
again:
	goto again
}

func other(name string) (result error) { return nil }
`);

describe('occursIn', () => {
  it.each([
    'managerOptions',
    'settings',
    'options',
    'err',
    'name',
    'result',
    'other',
    'again',
    'main',
    'key',
  ])('has %s', (name) => {
    expect(occursIn(file.root, name)).toBe(true);
  });

  it.each(['os', 'capiflags', 'v2', 'klog'])('has the import %s', (name) => {
    expect(occursIn(file.root, name)).toBe(true);
  });

  it.each(['metricsOptions', 'tlsOptions', 'ManagerOptions'])('has not the field %s', (name) => {
    expect(occursIn(file.root, name)).toBe(false);
  });

  it('of a function has what it uses from outside', () => {
    const main = nodeOf(file, 'func main()', 'function_declaration');
    expect(occursIn(main, 'settings')).toBe(true);
    expect(occursIn(main, 'managerOptions')).toBe(false);
  });
});

describe('freshName', () => {
  it('takes the first candidate that is free', () => {
    expect(freshName([file.root], ['tlsOptions', 'metricsTLSOptions'])).toBe('tlsOptions');
    expect(freshName([file.root], ['managerOptions', 'diagnosticsOptions'])).toBe('diagnosticsOptions');
  });

  it('numbers the last one where all are taken', () => {
    expect(freshName([file.root], ['managerOptions', 'options'])).toBe('options2');
    expect(freshName([file.root], ['options'], ['options2'])).toBe('options3');
  });

  it('looks into every scope', () => {
    const second = goFile('package main\n\nvar diagnosticsOptions = 1\n', 'second.go');
    expect(freshName([file.root, second.root], ['managerOptions', 'diagnosticsOptions', 'free'])).toBe(
      'free',
    );
  });

  it('spares names that other edits will declare', () => {
    expect(freshName([file.root], ['a', 'b'], ['a'])).toBe('b');
  });

  it.each(['error', 'string', 'range', 'nil', 'min', '_'])('never takes %s', (name) => {
    expect(freshName([], [name, 'other'])).toBe('other');
  });

  it('has an answer without candidates', () => {
    expect(freshName([], [])).toBe('value2');
  });
});
