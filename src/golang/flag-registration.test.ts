import { beforeAll, describe, expect, it } from 'vitest';
import { type FlagRegistration, registrationsIn } from './flag-registration.ts';
import { programOf } from './program.testing.ts';
import { loadGoGrammar } from './syntax.ts';

beforeAll(loadGoGrammar);

function registrations(code: string): FlagRegistration[] {
  const program = programOf({
    'a.go': `package a

import (
	"flag"

	"github.com/spf13/pflag"
	"example.org/provider/names"
)

const prefix, port = "metrics-", "8080"

var notConstant = "x"

func f(fs *pflag.FlagSet, addr *string) {
	${code}
}
`,
    'names/names.go':
      'package names\n\nconst Address = Prefix + "address"\nconst Prefix = "bind-"\n\nconst A, B = B, A\n',
  });
  const file = program.file('a.go');
  if (!file) throw new Error('not parsed');
  return registrationsIn(program, file);
}

describe('a registration is read', () => {
  it.each([
    ['fs.StringVar(&x, "addr", ":1", "")', 'addr', ':1', 'x'],
    ['fs.StringVarP(&c.x, "addr", "a", ":1", "")', 'addr', ':1', 'c.x'],
    ['flag.String("addr", ":1", "")', 'addr', ':1', undefined],
    ['fs.StringP("addr", "a", ":1", "")', 'addr', ':1', undefined],
    ['fs.BoolVar(&x, "secure", true, "")', 'secure', undefined, 'x'],
    ['fs.StringVar(addr, `addr`, ":" + port, "")', 'addr', ':8080', undefined],
    ['fs.String(prefix+"addr", (":1"), "")', 'metrics-addr', ':1', undefined],
    ['fs.String(names.Address, "", "")', 'bind-address', '', undefined],
  ])('%s', (code, name, value, target) => {
    expect(registrations(code).map((one) => [one.name, one.default, one.target?.text])).toEqual([
      [name, value, target],
    ]);
  });

  it('with nothing where the name or the default is no constant', () => {
    const [found] = registrations('fs.StringVar(&x, notConstant, env("A"), "")');
    expect(found).toMatchObject({ name: undefined, default: undefined });
    expect(found?.value?.text).toBe('env("A")');
  });

  it('and does not go round in circles', () => {
    expect(registrations('fs.String(names.A, names.B, "")')[0]?.name).toBeUndefined();
  });

  it.each(['fs.Lookup("addr")', 'other.StringVar(&x, "addr", "", "")', 'String("addr", "", "")'])(
    'not from %s',
    (code) => {
      expect(registrations(code)).toEqual([]);
    },
  );
});
