// Typecheck reports what the compiler's front end would say about packages of a folder, without compiling anything: every package
// is type-checked from source, and function bodies outside the folder are dropped while parsing.
//
//	typecheck <folder> <pattern>...
//
// It prints one error a line, as path:line:column: message with paths relative to the folder, and exits with 1 when there was one,
// with 2 when it could not start. It needs the modules downloaded; it does not link. Only the standard library is used, so that it
// compiles in seconds and without a network.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: typecheck <folder> <pattern>...")
		os.Exit(2)
	}
	problems, err := check(os.Args[1], os.Args[2:])
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

// check type-checks the patterns' packages and all that they import; those inside the folder with the bodies of their functions.
func check(folder string, patterns []string) ([]string, error) {
	folder, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return nil, err
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return nil, err
	}
	listed, err := list(folder, patterns)
	if err != nil {
		return nil, err
	}
	return relative(folder, newChecker(folder, listed).run()), nil
}

// relative sorts problems and shortens their paths.
func relative(folder string, problems []string) []string {
	seen := map[string]bool{}
	for _, problem := range problems {
		text := strings.ReplaceAll(problem, folder+string(filepath.Separator), "")
		seen[strings.ReplaceAll(text, "\n", " ")] = true
	}
	short := make([]string, 0, len(seen))
	for problem := range seen {
		short = append(short, problem)
	}
	sort.Strings(short)
	return short
}
