package main

import (
	"fmt"
	"go/types"
)

// importer hands out packages that are checked, and waits for those that are being checked.
type importer struct {
	checker *checker
	// renamed has the import paths that stand for others: copies in vendor folders.
	renamed map[string]string
	// place of the importing package in the list.
	place int
}

func (i importer) Import(path string) (*types.Package, error) {
	if other, ok := i.renamed[path]; ok {
		path = other
	}
	found := i.checker.done[path]
	if found == nil {
		return nil, fmt.Errorf("package %s is not there", path)
	}
	if found.place >= i.place {
		return nil, fmt.Errorf("import cycle through %s", path)
	}
	<-found.ready
	if found.types == nil {
		return nil, fmt.Errorf("package %s could not be read", path)
	}
	return found.types, nil
}
