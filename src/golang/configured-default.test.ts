import { describe, expect, it } from 'vitest';
import { configuredDefaults, overridesConfigured } from './configured-default.ts';
import { programOf } from './program.testing.ts';

const MAIN = 'package main\n\nimport "example.org/provider/config"\n\nfunc main() { config.Load() }\n';

/** What is found in the package config, with the text from each place on. */
function defaults(config: string, others: Readonly<Record<string, string>> = {}) {
  const files = { 'main.go': MAIN, 'config/config.go': `package config\n\n${config}\n`, ...others };
  const program = programOf(files);
  return configuredDefaults(program, 'main.go').map(({ path, start, address }) => [
    path,
    program.text(path).slice(start, start + address.length + 2),
  ]);
}

const set = (value: string) => `func Set(c *Configuration) { c.Metrics.BindAddress = ${value} }`;

describe('the address that code writes into a configuration without one', () => {
  it.each([
    ['a literal', set('":8080"')],
    ['a constant', `const Address = ":8080"\n${set('Address')}`],
    ['a constant of a group', `const (\n\tAddressName = "x"\n\tAddress     = ":8080"\n)\n${set('Address')}`],
    ['one with its type', `const Address string = ":8080"\n${set('Address')}`],
    ['a variable of the package', `var Address = ":8080"\n${set('Address')}`],
    ['one that is set twice', `const Address = ":8080"\n${set('Address')}\n${set('Address')}`],
  ])('%s', (_, config) => {
    expect(defaults(config)).toEqual([['config/config.go', '":8080"']]);
  });

  it.each([
    ['another field', `const Metrics = ":8080"\n${set('other.Metrics.BindAddress')}`],
    ['a parameter', set('address')],
    ['a comparison', 'func Is(c *Configuration) bool { return c.Metrics.BindAddress == ":8080" }'],
    ['a local variable', `func F() { address := ":8080" }\n${set('address')}`],
  ])('is not %s', (_, config) => {
    expect(defaults(config)).toEqual([]);
  });

  it('is found in the package that declares it', () => {
    const api = { 'api/defaults.go': 'package api\n\nconst Address = ":8080"\n' };
    const config = `import "example.org/provider/api"\n\n${set('api.Address')}`;
    expect(defaults(config, api)).toEqual([['api/defaults.go', '":8080"']]);
  });

  it('prefers the package that sets it', () => {
    const api = { 'api/defaults.go': 'package api\n\nconst Address = ":9090"\n' };
    const config = `import _ "example.org/provider/api"\n\nconst Address = ":8080"\n\n${set('Address')}`;
    expect(defaults(config, api)).toEqual([['config/config.go', '":8080"']]);
  });

  it('is not looked for in tests', () => {
    expect(defaults('func Load() {}', { 'config/a_test.go': `package config\n\n${set('":8080"')}` })).toEqual(
      [],
    );
  });
});

describe('an address that code writes beside the file', () => {
  it.each([
    ['a variable', set('address'), true],
    ['what a flag points to', set('*address'), true],
    ['a field of flags', set('flags.address'), true],
    ['a constant', `const Address = ":8080"\n${set('Address')}`, false],
    ['a literal', set('":8080"'), false],
    ['the field of the file', set('cfg.Metrics.BindAddress'), false],
  ])('%s', (_, config, expected) => {
    const program = programOf({ 'main.go': MAIN, 'config/config.go': `package config\n\n${config}\n` });
    expect(overridesConfigured(program, 'main.go')).toBe(expected);
  });
});
