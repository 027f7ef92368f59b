package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"runtime"
	"sync"
)

// checker type-checks listed packages, each as soon as those it imports are done.
type checker struct {
	folder   string
	packages []*listedPackage
	files    *token.FileSet
	done     map[string]*result
	slots    chan struct{}
	mutex    sync.Mutex
	problems []string
}

// result is a package that is being checked, or was.
type result struct {
	ready chan struct{}
	types *types.Package
	// place in the list: whatever imports from further down is part of a cycle.
	place int
}

func newChecker(folder string, packages []*listedPackage) *checker {
	done := map[string]*result{"unsafe": {ready: make(chan struct{}), types: types.Unsafe}}
	close(done["unsafe"].ready)
	for place, listed := range packages {
		if listed.ImportPath != "unsafe" {
			done[listed.ImportPath] = &result{ready: make(chan struct{}), place: place + 1}
		}
	}
	slots := make(chan struct{}, runtime.NumCPU())
	return &checker{folder: folder, packages: packages, files: token.NewFileSet(), done: done, slots: slots}
}

func (c *checker) run() []string {
	var waiting sync.WaitGroup
	for _, listed := range c.packages {
		if listed.ImportPath == "unsafe" {
			continue
		}
		// Dependencies come first in the list, so whoever holds a slot waits only for packages that have one or are done.
		c.slots <- struct{}{}
		waiting.Add(1)
		go func() {
			defer waiting.Done()
			defer func() { <-c.slots }()
			defer close(c.done[listed.ImportPath].ready)
			c.done[listed.ImportPath].types = c.check(listed)
		}()
	}
	waiting.Wait()
	return c.problems
}

// check type-checks one package. Errors outside the folder are our own doing: imports are unused there once the bodies are gone.
func (c *checker) check(listed *listedPackage) *types.Package {
	own := listed.isOwn(c.folder)
	c.reportListing(listed, own)
	config := types.Config{
		Importer:         importer{c, listed.ImportMap, c.done[listed.ImportPath].place},
		IgnoreFuncBodies: !own,
		FakeImportC:      true,
		GoVersion:        listed.goVersion(),
		Sizes:            types.SizesFor("gc", runtime.GOARCH),
		Error: func(err error) {
			if own {
				c.report(err.Error())
			}
		},
	}
	files := c.parse(listed, own)
	checked, _ := config.Check(listed.ImportPath, c.files, files, nil)
	return checked
}

// reportListing tells what kept a package from being found: that counts wherever it is.
func (c *checker) reportListing(listed *listedPackage, own bool) {
	problem := listed.Error
	if problem == nil {
		return
	}
	position := problem.Pos
	if position == "" {
		position = listed.ImportPath
	}
	if own || len(listed.GoFiles) == 0 {
		c.report(position + ": " + problem.Err)
	}
}

func (c *checker) parse(listed *listedPackage, own bool) []*ast.File {
	files := make([]*ast.File, 0, len(listed.GoFiles))
	for _, name := range listed.GoFiles {
		file, err := parser.ParseFile(c.files, filepath.Join(listed.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil && own {
			c.report(err.Error())
		}
		if file == nil {
			continue
		}
		if !own {
			dropBodies(file)
		}
		files = append(files, file)
	}
	return files
}

// dropBodies makes 1,000 packages of dependencies fit into 0.6 GB.
func dropBodies(file *ast.File) {
	for _, declaration := range file.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok {
			function.Body = nil
		}
	}
}

func (c *checker) report(problem string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.problems = append(c.problems, problem)
}
