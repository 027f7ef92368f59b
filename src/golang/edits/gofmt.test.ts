import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { goFile } from '../../../test/setup/go-files.ts';
import { testdir } from '../../../test/setup/testdir.ts';
import type { GoFile, Node } from '../syntax.ts';
import { finishEdits } from './alignment.ts';
import { importSpecs } from './import-specs.ts';
import { editImports } from './imports.ts';
import { insertElement, insertField, insertSpec, insertStatement } from './insertion.ts';
import { elementsOf } from './node-shapes.ts';
import { removeNodes } from './removal.ts';
import { applyTextEdits, type TextEdit } from './text-edit.ts';

/** A file with every shape that gofmt aligns; it is as gofmt prints it. */
const source = `package main

import (
	"context"
	"flag" // the standard one
	"os"

	// Load all client auth plugins.
	_ "example.org/client-go/plugin/auth"

	"example.org/machinery/runtime"
	clientscheme "example.org/machinery/scheme"
	ctrl "example.org/runtime"
	metricsserver "example.org/runtime/pkg/metrics/server"
	// +kubebuilder:scaffold:imports
)

var (
	scheme   = runtime.NewScheme()
	setupLog = ctrl.Log.WithName("setup") // the log of main

	// Where metrics are served.
	metricsAddr          string
	enableLeaderElection bool
	probeAddr, profiler  string
	ratio                float64 = 0.5
	limit                        = 10 // of something
	table                        = map[string]int{
		"one":   1, // first
		"three": 3,
		// Two comes late.
		"two": 2,
	}
)

const (
	first  = iota // zero
	second        // one
	third, fourth = 3, 4
)

type options struct {
	Name      string \`json:"name"\` // of the thing
	Namespace string \`json:"namespace,omitempty"\`

	// Embedded things.
	runtime.Object
	*flag.FlagSet // parsed

	Inner struct {
		A, B int
		C    string
	}
	handler func(ctx context.Context, name string) error
}

type single struct {
	Only string \`json:"only"\` // one
}

type (
	id      int
	address = string // an alias
)

type doer interface {
	Do(ctx context.Context) error // does
	Undo()                        // undoes
}

func (o options) Len() int           { return 0 }
func (o options) Less(i, j int) bool { return i < j } // never
func (o options) Swap(i, j int)      {}

func main() {
	flag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Where metrics are served.") // old
	flag.BoolVar(
		&enableLeaderElection,
		"leader-elect", // name
		false,          // default
		"Elect a leader.",
	)
	flag.Parse() // read

	ctx := ctrl.SetupSignalHandler()
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Scheme: scheme,
		Metrics: metricsserver.Options{
			BindAddress: metricsAddr,
		},
		HealthProbeBindAddress: probeAddr, // health
		LeaderElection:         enableLeaderElection,
		LeaderElectionID:       "example",
	})
	if err != nil { // cannot be
		setupLog.Error(err, "unable to start manager", "address", metricsAddr)
		os.Exit(1)
	}

	switch limit {
	case 1, 2: // few
		run(ctx, mgr, options{Name: "a", Namespace: "b"})
	case 3,
		4: // some
		short := 1           // one
		muchLonger := \`raw
string\` // two
		run(ctx, short, muchLonger)
	default: // many
	}

again:
	for {
		select {
		case <-ctx.Done(): // over
			break again
		}
	}
	ctrl.NewControllerManagedBy(mgr).
		For(&options{}).
		Complete(nil)
}

func run(ctx context.Context, values ...any) {
	var count int // of values
	count = len(values)
	_ = count
	func() { println("x"); println("y") }()
}
`;

const formatted = gofmt(source);
const file = goFile(formatted ?? source);

describe('every single edit leaves what gofmt would print', () => {
  it('of a file that gofmt leaves alone', () => {
    if (formatted !== undefined) expect(goFile(formatted).root.hasError).toBe(false);
  });

  it.each([
    [
      'a statement removed',
      () => removals('expression_statement', 'short_var_declaration', 'assignment_statement'),
    ],
    ['a spec removed', () => removals('var_spec', 'const_spec', 'type_spec', 'type_alias')],
    ['a field removed', () => removals('field_declaration')],
    ['an element removed', () => removals('keyed_element')],
    ['a declaration removed', () => removals('var_declaration', 'const_declaration', 'function_declaration')],
    ['an argument removed', () => eachOf('argument_list').flatMap(elementsOf).map(remove)],
    ['a name removed', () => eachOf('var_spec', 'field_declaration').flatMap(namesOf).map(remove)],
    [
      'a statement added',
      () => eachOf('expression_statement', 'if_statement').filter(hasLines).flatMap(besideStatement),
    ],
    ['an element added', () => eachOf('keyed_element').flatMap(besideElement)],
    ['a field added', () => eachOf('struct_type').flatMap(inStruct)],
    ['a spec added', () => eachOf('var_spec', 'const_spec').flatMap(besideSpec)],
    ['an import changed', () => importSpecs(file).flatMap(({ path }) => importChanges(path))],
  ])('%s', (_, plans) => {
    const results = (formatted === undefined ? [] : plans()).map((plan) => result(plan));
    expect(unformatted(results)).toEqual([]);
    if (formatted !== undefined) expect(results.length).toBeGreaterThan(3);
  });
});

type Plan = (file: GoFile) => readonly TextEdit[];

function result(plan: Plan): string {
  return applyTextEdits(file.text, finishEdits(file, plan(file)));
}

function eachOf(...types: string[]): Node[] {
  return goFile(formatted ?? source)
    .root.descendantsOfType(types)
    .flatMap((node) => node ?? []);
}

function isListed(node: Node): boolean {
  return node.parent?.type === 'statement_list';
}

function hasLines(node: Node): boolean {
  return isListed(node) && !node.text.startsWith('println');
}

function namesOf(node: Node): Node[] {
  return node.childrenForFieldName('name').filter((name) => name.isNamed);
}

const remove =
  (node: Node): Plan =>
  (file) =>
    removeNodes(file, [node]);

function removals(...types: string[]): Plan[] {
  const standing = eachOf(...types).filter((node) => !node.type.includes('statement') || isListed(node));
  return standing.filter((node) => node.parent?.type !== 'communication_case').map(remove);
}

function besideStatement(node: Node): Plan[] {
  return ['x()', 'aLongName := f() // comment', 'if x {\n\ty()\n}'].flatMap((text) => [
    (file) => insertStatement(file, { before: node }, text),
    (file) => insertStatement(file, { after: node }, text, { blankLine: true }),
  ]);
}

function besideElement(node: Node): Plan[] {
  return ['X: 1', 'AVeryLongKeyThatIsLongerThanTheOthersByFar: 1', 'Y: []int{\n\t1,\n}'].flatMap((text) => [
    (file) => insertElement(file, node.parent ?? file.root, text, { before: node }),
    (file) => insertElement(file, node.parent ?? file.root, text, { after: node }),
    (file) => insertElement(file, node.parent ?? file.root, text),
  ]);
}

function inStruct(node: Node): Plan[] {
  return ['X int', 'AVeryLongName map[string]string `json:"x"` // tagged'].map(
    (text) => (file) => insertField(file, node, text),
  );
}

function besideSpec(node: Node): Plan[] {
  const declaration = (file: GoFile) => {
    const parent = node.parent;
    return (parent?.type === 'var_spec_list' ? parent.parent : parent) ?? file.root;
  };
  return ['x = 1', 'aVeryLongVariableName = 2 // comment', 'typed int = 3'].flatMap((text) => [
    (file) => insertSpec(file, declaration(file), text, { before: node }),
    (file) => insertSpec(file, declaration(file), text, { after: node }),
  ]);
}

function importChanges(path: string): Plan[] {
  const added = [
    { path: 'example.org/pflag' },
    { path: 'example.net/flags', alias: 'capiflags' },
    { path: 'fmt' },
  ];
  return [
    (file) => editImports(file, { remove: [path] }),
    (file) => editImports(file, { remove: [path], add: added }),
    ...added.map(
      (one): Plan =>
        (file) =>
          editImports(file, { add: [one] }),
    ),
  ];
}

function gofmt(text: string): string | undefined {
  const run = spawnSync('gofmt', [], { input: text, encoding: 'utf8' });
  if (!run.error && run.status === 0) return run.stdout;
  console.log(run.error ? 'gofmt is not installed: nothing to compare with' : run.stderr);
  return undefined;
}

/** The texts that gofmt would print otherwise, or not at all. */
function unformatted(texts: readonly string[]): string[] {
  if (texts.length === 0) return [];
  const root = testdir(Object.fromEntries(texts.map((text, index) => [`${index}.go`, text])));
  const files = texts.map((_, index) => `${index}.go`);
  const run = spawnSync('gofmt', ['-l', ...files], { cwd: root, encoding: 'utf8' });
  const listed = run.stdout.split('\n').filter((line) => line !== '');
  return [
    ...listed.map((name) => texts[Number.parseInt(name, 10)] ?? name),
    ...(run.stderr === '' ? [] : [run.stderr]),
  ];
}
