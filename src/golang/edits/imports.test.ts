import { describe, expect, it } from 'vitest';
import { edited, goFile } from '../../../test/setup/go-files.ts';
import { editImports, type ImportChange, importName } from './imports.ts';
import { applyTextEdits } from './text-edit.ts';

function changed(text: string, change: ImportChange): string {
  return edited(text, (file) => editImports(file, change));
}

const PFLAG = { path: 'github.com/spf13/pflag' };
const FLAGS = { path: 'sigs.k8s.io/cluster-api/util/flags' };

const operator = `package main

import (
	"flag"
	"os"

	// Load all client auth plugins.
	_ "k8s.io/client-go/plugin/pkg/client/auth"

	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	clusterv1 "sigs.k8s.io/cluster-api/api/v1beta1"
	ctrl "sigs.k8s.io/controller-runtime"

	"example.org/operator/controllers"
	// +kubebuilder:scaffold:imports
)

func main() {}
`;

describe('importName', () => {
  it.each([
    ['"flag"', 'flag', 'flag'],
    ['ctrl "sigs.k8s.io/controller-runtime"', 'sigs.k8s.io/controller-runtime', 'ctrl'],
    ['"k8s.io/klog/v2"', 'k8s.io/klog/v2', 'klog'],
    ['"gopkg.in/yaml.v3"', 'gopkg.in/yaml.v3', 'yaml'],
    ['"github.com/mattn/go-isatty"', 'github.com/mattn/go-isatty', 'isatty'],
    ['"example.org/redis-go"', 'example.org/redis-go', 'redis'],
    ['"example.org/nats.go"', 'example.org/nats.go', 'nats'],
    ['"example.org/semver/v10"', 'example.org/semver/v10', 'semver'],
    ['_ "embed"', 'embed', '_'],
    ['. "github.com/onsi/gomega"', 'github.com/onsi/gomega', '.'],
  ])('of %s', (line, path, name) => {
    expect(importName(goFile(`package main\n\nimport ${line}\n`), path)).toBe(name);
  });

  it('is undefined where the package is not imported', () => {
    expect(importName(goFile(operator), 'github.com/spf13/pflag')).toBeUndefined();
    expect(importName(goFile('package main\n'), 'flag')).toBeUndefined();
  });

  it('prefers a usable name', () => {
    const file = goFile('package main\n\nimport (\n\t_ "flag"\n\tstdflag "flag"\n)\n');
    expect(importName(file, 'flag')).toBe('stdflag');
  });

  it('looks into every import declaration', () => {
    const file = goFile('package main\n\nimport "os"\nimport x "flag"\n');
    expect(importName(file, 'flag')).toBe('x');
  });
});

describe('an added import', () => {
  it('goes beside its nearest relatives, sorted', () => {
    expect(changed(operator, { add: [FLAGS] })).toContain(
      'cluster-api/api/v1beta1"\n\t"sigs.k8s.io/cluster-api/util/flags"\n\tctrl "sigs.k8s.io/controller-runtime"\n',
    );
  });

  it('gets its alias', () => {
    expect(changed(operator, { add: [{ ...FLAGS, alias: 'capiflags' }] })).toContain(
      '\tcapiflags "sigs.k8s.io/cluster-api/util/flags"\n',
    );
  });

  it('of another domain goes where most third-party imports are', () => {
    expect(changed(operator, { add: [PFLAG] })).toContain(
      'auth"\n\n\t"github.com/spf13/pflag"\n\t"k8s.io/apimachinery/pkg/runtime"\n',
    );
  });

  it('does not join the repository’s own group because of the host', () => {
    const text =
      'package main\n\nimport (\n\t"os"\n\n\tctrl "sigs.k8s.io/controller-runtime"\n\n\t"github.com/acme/operator/a"\n\t"github.com/acme/operator/b"\n)\n';
    expect(changed(text, { add: [PFLAG] })).toContain(
      '\t"github.com/spf13/pflag"\n\tctrl "sigs.k8s.io/controller-runtime"\n',
    );
    expect(changed(text, { add: [{ path: 'github.com/acme/operator/c' }] })).toContain(
      'operator/b"\n\t"github.com/acme/operator/c"\n)',
    );
  });

  it('does not join the repository’s own group because that is larger', () => {
    const own = ['a', 'b', 'c'].map((name) => `\t"sigs.k8s.io/provider-x/${name}"\n`).join('');
    const text = `package main\n\nimport (\n\t"k8s.io/klog/v2"\n\tctrl "sigs.k8s.io/controller-runtime"\n\n${own})\n`;
    expect(changed(text, { add: [FLAGS] })).toContain(
      '\t"sigs.k8s.io/cluster-api/util/flags"\n\tctrl "sigs.k8s.io/controller-runtime"\n',
    );
  });

  describe('of another project never joins the own group', () => {
    const importing = (...groups: readonly (readonly string[])[]) =>
      `package main\n\nimport (\n${groups.map((group) => group.map((path) => `\t"${path}"\n`).join('')).join('\n')})\n`;
    const RUNTIME = 'sigs.k8s.io/controller-runtime';

    it.each([
      ['an owner', 'github.com/acme/operator', ['github.com/acme/common', 'github.com/acme/operator/a']],
      ['a domain', 'go.acme.io/operator', ['go.acme.io/common', 'go.acme.io/operator/a']],
      ['a module', 'k8s.io/operator', ['k8s.io/operator/a', 'k8s.io/operator/b']],
    ])('that of %s', (_, own, paths) => {
      for (const groups of [
        [['os'], [RUNTIME], paths],
        [['os'], paths, [RUNTIME]],
      ]) {
        const result = changed(importing(...groups), { add: [PFLAG, { path: 'k8s.io/klog/v2' }], own });
        expect(result).toContain(`\t"github.com/spf13/pflag"\n\t"k8s.io/klog/v2"\n\t"${RUNTIME}"\n`);
      }
    });

    it('even where nobody says which one that is, when it stands last', () => {
      const text = importing(['os'], [RUNTIME], ['github.com/acme/common', 'github.com/acme/operator/a']);
      expect(changed(text, { add: [PFLAG] })).toContain(`"github.com/spf13/pflag"\n\t"${RUNTIME}"\n\n`);
    });

    it('even where it is the only one, and stands before it then', () => {
      const own = 'example.org/operator';
      const text = importing(['os'], [`${own}/cmd`]);
      const wanted = '\t"os"\n\n\t"github.com/spf13/pflag"\n\n\t"example.org/operator/cmd"\n)';
      expect(changed(text, { add: [PFLAG], own })).toContain(wanted);
      const headed = text.replace(`\t"${own}`, `\t// ours\n\t"${own}`);
      expect(changed(headed, { add: [PFLAG], own })).toContain(
        wanted.replace('\t"example.org', '\t// ours\n\t"example.org'),
      );
    });

    it('but a group that holds others too', () => {
      const text = importing(['os'], ['github.com/acme/common', RUNTIME], ['github.com/acme/operator/a']);
      expect(changed(text, { add: [PFLAG], own: 'github.com/acme/operator' })).toContain(
        `"github.com/acme/common"\n\t"github.com/spf13/pflag"\n\t"${RUNTIME}"\n`,
      );
    });

    it('but what is own does', () => {
      const own = 'sigs.k8s.io/cluster-api';
      const text = importing(['os'], [RUNTIME, 'sigs.k8s.io/yaml'], [`${own}/api`, `${own}/version`]);
      expect(changed(text, { add: [FLAGS], own })).toContain(`/api"\n\t"${FLAGS.path}"\n\t"${own}/version"`);
    });
  });

  it('of the standard library goes to its own', () => {
    expect(changed(operator, { add: [{ path: 'fmt' }] })).toContain('\t"flag"\n\t"fmt"\n\t"os"\n\n');
    expect(changed(operator, { add: [{ path: 'strings' }] })).toContain('\t"os"\n\t"strings"\n\n\t// Load');
    expect(changed(operator, { add: [{ path: 'context' }] })).toContain('(\n\t"context"\n\t"flag"\n');
  });

  it('of the repository goes to its own, and the scaffold marker stays last', () => {
    expect(changed(operator, { add: [{ path: 'example.org/operator/webhooks' }] })).toContain(
      '\t"example.org/operator/controllers"\n\t"example.org/operator/webhooks"\n\t// +kubebuilder:scaffold:imports\n)',
    );
  });

  it('stands above a first one that sorts behind it', () => {
    expect(changed(operator, { add: [{ path: 'example.org/operator/api' }] })).toContain(
      '\n\n\t"example.org/operator/api"\n\t"example.org/operator/controllers"\n',
    );
  });

  it('several of them, each in its place', () => {
    const result = changed(operator, { add: [FLAGS, { path: 'fmt' }, PFLAG] });
    expect(result).toContain('\t"flag"\n\t"fmt"\n\t"os"\n');
    expect(result).toContain('\t"github.com/spf13/pflag"\n\t"k8s.io/apimachinery/pkg/runtime"\n');
    expect(result).toContain('\t"sigs.k8s.io/cluster-api/util/flags"\n\tctrl ');
  });

  it('two at one place are sorted', () => {
    const add = [{ path: 'k8s.io/klog/v2' }, { path: 'k8s.io/component-base/logs' }];
    expect(changed(operator, { add })).toContain(
      'kubernetes/scheme"\n\t"k8s.io/component-base/logs"\n\t"k8s.io/klog/v2"\n\tclusterv1',
    );
  });

  it('that is there already is passed over', () => {
    expect(editImports(goFile(operator), { add: [{ path: 'flag' }] })).toEqual([]);
  });

  it('that is there for its side effects only is added with a name', () => {
    const text = 'package main\n\nimport (\n\t"os"\n\n\t_ "example.org/x"\n)\n';
    expect(changed(text, { add: [{ path: 'example.org/x' }] })).toContain('\t"example.org/x"\n');
  });

  it('makes a group of its own when there are only standard ones', () => {
    expect(changed('package main\n\nimport (\n\t"os"\n)\n', { add: [PFLAG, FLAGS] })).toBe(
      'package main\n\nimport (\n\t"os"\n\n\t"github.com/spf13/pflag"\n\t"sigs.k8s.io/cluster-api/util/flags"\n)\n',
    );
  });

  it('of the standard library makes a group at the top when there is none', () => {
    expect(
      changed('package main\n\nimport (\n\t// cli\n\t"github.com/spf13/pflag"\n)\n', {
        add: [{ path: 'os' }],
      }),
    ).toBe('package main\n\nimport (\n\t"os"\n\n\t// cli\n\t"github.com/spf13/pflag"\n)\n');
  });

  it('does not join a group that is there for side effects', () => {
    const text = 'package main\n\nimport (\n\t"os"\n\n\t_ "example.org/auth"\n)\n';
    expect(changed(text, { add: [PFLAG] })).toBe(
      'package main\n\nimport (\n\t"os"\n\n\t"github.com/spf13/pflag"\n\n\t_ "example.org/auth"\n)\n',
    );
  });

  it('does not part a comment from the import it speaks of', () => {
    const text =
      'package main\n\nimport (\n\t"example.org/a"\n\t// the middle one\n\t"example.org/m"\n\t"example.org/z"\n)\n';
    expect(changed(text, { add: [{ path: 'example.org/c' }] })).toContain(
      '\t"example.org/a"\n\t"example.org/c"\n\t// the middle one\n\t"example.org/m"\n',
    );
  });

  it('realigns trailing comments', () => {
    const text = 'package main\n\nimport (\n\t"flag" // std\n\t"os"   // std\n)\n';
    expect(changed(text, { add: [{ path: 'io/ioutil' }] })).toContain(
      '\t"flag" // std\n\t"io/ioutil"\n\t"os" // std\n',
    );
  });

  it('turns a single import into a group', () => {
    expect(changed('package main\n\nimport "os" // exit\n', { add: [{ path: 'flag' }] })).toBe(
      'package main\n\nimport (\n\t"flag"\n\t"os" // exit\n)\n',
    );
    expect(changed('package main\n\nimport "os"\n', { add: [PFLAG] })).toBe(
      'package main\n\nimport (\n\t"os"\n\n\t"github.com/spf13/pflag"\n)\n',
    );
    expect(changed('package main\n\nimport ctrl "example.org/runtime"\n', { add: [{ path: 'os' }] })).toBe(
      'package main\n\nimport (\n\t"os"\n\n\tctrl "example.org/runtime"\n)\n',
    );
  });

  it('makes the first declaration', () => {
    expect(changed('package main\n\nfunc main() {}\n', { add: [{ ...FLAGS, alias: 'capiflags' }] })).toBe(
      'package main\n\nimport capiflags "sigs.k8s.io/cluster-api/util/flags"\n\nfunc main() {}\n',
    );
    expect(changed('package main // ok\n', { add: [FLAGS, { path: 'os' }] })).toBe(
      'package main // ok\n\nimport (\n\t"os"\n\n\t"sigs.k8s.io/cluster-api/util/flags"\n)\n',
    );
  });

  it('leaves cgo alone', () => {
    const text = 'package main\n\n// #include <stdio.h>\nimport "C"\n\nfunc main() {}\n';
    expect(changed(text, { add: [{ path: 'os' }] })).toBe(
      'package main\n\nimport "os"\n\n// #include <stdio.h>\nimport "C"\n\nfunc main() {}\n',
    );
  });

  it('keeps CRLF', () => {
    const text = 'package main\r\n\r\nimport (\r\n\t"flag"\r\n)\r\n';
    const file = goFile(text);
    expect(applyTextEdits(text, editImports(file, { add: [{ path: 'os' }, PFLAG] }))).toBe(
      'package main\r\n\r\nimport (\r\n\t"flag"\r\n\t"os"\r\n\r\n\t"github.com/spf13/pflag"\r\n)\r\n',
    );
  });

  it('in an unsorted group goes to its end', () => {
    const text =
      'package main\n\nimport (\n\t"example.org/z"\n\t// c\n\t"example.org/b"\n\t// d\n\t"example.org/a"\n)\n';
    expect(changed(text, { add: [{ path: 'example.org/c' }] })).toContain('"example.org/c"\n');
  });
});

describe('a removed import', () => {
  it('goes with its line', () => {
    expect(changed(operator, { remove: ['flag'] })).toContain('import (\n\t"os"\n\n');
  });

  it('goes with its trailing comment, and the others realign', () => {
    const text =
      'package main\n\nimport (\n\t"flag"    // one\n\t"os"      // two\n\t"strings" // three\n)\n';
    expect(changed(text, { remove: ['strings'] })).toContain('(\n\t"flag" // one\n\t"os"   // two\n)');
  });

  it('takes an emptied group along', () => {
    expect(changed(operator, { remove: ['flag', 'os'] })).toContain('import (\n\t// Load all');
    expect(changed(operator, { remove: ['k8s.io/client-go/plugin/pkg/client/auth'] })).toContain(
      '\t"os"\n\n\t"k8s.io/apimachinery/pkg/runtime"',
    );
  });

  it('leaves the scaffold marker, without a blank line before it', () => {
    expect(changed(operator, { remove: ['example.org/operator/controllers'] })).toContain(
      'controller-runtime"\n\t// +kubebuilder:scaffold:imports\n)',
    );
  });

  it('takes the last declaration along', () => {
    expect(changed('package main\n\nimport "os"\n\nfunc main() {}\n', { remove: ['os'] })).toBe(
      'package main\n\nfunc main() {}\n',
    );
    expect(changed('package main\n\nimport (\n\t"os"\n)\n\nfunc main() {}\n', { remove: ['os'] })).toBe(
      'package main\n\nfunc main() {}\n',
    );
  });

  it('that is not there is passed over', () => {
    expect(editImports(goFile(operator), { remove: ['strings'] })).toEqual([]);
  });

  it('makes room for another one', () => {
    expect(changed(operator, { add: [PFLAG], remove: ['flag'] })).toContain(
      'import (\n\t"os"\n\n\t// Load all client auth plugins.\n',
    );
    expect(
      changed('package main\n\nimport (\n\t"flag"\n)\n', { add: [{ path: 'os' }], remove: ['flag'] }),
    ).toBe('package main\n\nimport (\n\t"os"\n)\n');
    expect(
      changed('package main\n\nimport "flag"\n\nfunc main() {}\n', { add: [PFLAG], remove: ['flag'] }),
    ).toBe('package main\n\nimport "github.com/spf13/pflag"\n\nfunc main() {}\n');
  });
});
