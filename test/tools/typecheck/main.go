// Typecheck reports what the compiler's front end would say about packages of a folder, without compiling anything:
// every package is type-checked from source, and function bodies outside the folder are dropped while parsing.
//
//	typecheck [-tests] <folder> <pattern>...
//
// It prints one error a line, as path:line:column: message with paths relative to the folder, and exits with 1 when there was one,
// with 2 when it could not start. It needs the modules downloaded; it does not link.
package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"golang.org/x/tools/go/packages"
)

func main() {
	tests := flag.Bool("tests", false, "check _test.go files too")
	flag.Parse()
	if flag.NArg() < 1 {
		fmt.Fprintln(os.Stderr, "usage: typecheck [-tests] <folder> <pattern>...")
		os.Exit(2)
	}
	problems, err := check(flag.Arg(0), flag.Args()[1:], *tests)
	if err != nil {
		fmt.Fprintln(os.Stderr, "typecheck:", err)
		os.Exit(2)
	}
	for _, problem := range problems {
		fmt.Println(problem)
	}
	if len(problems) > 0 {
		os.Exit(1)
	}
}

// check loads the patterns' packages and all that they import from the folder, the latter with their bodies too.
func check(folder string, patterns []string, tests bool) ([]string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	if folder, err = filepath.EvalSymlinks(folder); err != nil {
		return nil, err
	}
	own, err := ownPackages(folder, patterns, tests)
	if err != nil {
		return nil, err
	}
	if len(own) == 0 {
		return nil, fmt.Errorf("no packages in %s match %q", folder, patterns)
	}
	loaded, err := packages.Load(typesConfig(folder, tests), own...)
	if err != nil {
		return nil, err
	}
	return collect(folder, loaded), nil
}

// ownPackages lists the packages inside the folder that the patterns reach. go/packages checks bodies only of packages that were
// asked for by name, so these are asked for by name.
func ownPackages(folder string, patterns []string, tests bool) ([]string, error) {
	config := &packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps, Dir: folder, Env: env(), Tests: tests,
	}
	roots, err := packages.Load(config, patterns...)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var own []string
	packages.Visit(roots, nil, func(p *packages.Package) {
		path := p.PkgPath
		isTest := strings.HasSuffix(path, ".test") || strings.HasSuffix(path, "_test")
		if isTest || seen[path] || !isInside(folder, p) {
			return
		}
		seen[path] = true
		own = append(own, path)
	})
	for _, root := range roots {
		if len(root.GoFiles) == 0 && !seen[root.PkgPath] && !strings.HasSuffix(root.PkgPath, ".test") {
			own = append(own, root.PkgPath)
		}
	}
	sort.Strings(own)
	return own, nil
}

func isInside(folder string, p *packages.Package) bool {
	return len(p.GoFiles) > 0 && inside(folder, p.GoFiles[0]) && !strings.Contains(p.GoFiles[0], "/vendor/")
}

func inside(folder, file string) bool {
	relative, err := filepath.Rel(folder, file)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

func typesConfig(folder string, tests bool) *packages.Config {
	return &packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps |
			packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesSizes,
		Dir:   folder,
		Env:   env(),
		Tests: tests,
		ParseFile: func(fset *token.FileSet, name string, source []byte) (*ast.File, error) {
			file, err := parser.ParseFile(fset, name, source, parser.SkipObjectResolution)
			if file != nil && (!inside(folder, name) || strings.Contains(name, "/vendor/")) {
				dropBodies(file)
			}
			return file, err
		},
	}
}

// dropBodies makes 1,000 packages of dependencies fit into 0.6 GB.
func dropBodies(file *ast.File) {
	for _, declaration := range file.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok {
			function.Body = nil
		}
	}
}

func env() []string { return append(os.Environ(), "CGO_ENABLED=0") }

// collect keeps what is wrong inside the folder, and whatever kept a package from being found at all.
// Type errors outside are our own doing: imports are unused there once the bodies are gone.
func collect(folder string, roots []*packages.Package) []string {
	seen := map[string]bool{}
	packages.Visit(roots, nil, func(p *packages.Package) {
		own := isInside(folder, p)
		for _, problem := range p.Errors {
			if own || problem.Kind == packages.ListError {
				seen[describe(folder, p, problem)] = true
			}
		}
	})
	problems := make([]string, 0, len(seen))
	for problem := range seen {
		problems = append(problems, problem)
	}
	sort.Strings(problems)
	return problems
}

func describe(folder string, p *packages.Package, problem packages.Error) string {
	position := problem.Pos
	if position == "" || position == "-" {
		position = p.PkgPath
	}
	text := position + ": " + problem.Msg
	return strings.ReplaceAll(strings.ReplaceAll(text, folder+string(filepath.Separator), ""), "\n", " ")
}
