package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// listedPackage is what `go list` says of a package, as far as it matters here.
type listedPackage struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	ImportMap  map[string]string
	Module     *struct{ GoVersion string }
	Error      *listedError
	DepsErrors []*listedError
}

type listedError struct {
	Pos string
	Err string
}

// list asks go for the patterns' packages and all that they import, dependencies first.
func list(folder string, patterns []string) ([]*listedPackage, error) {
	fields := "-json=ImportPath,Dir,GoFiles,ImportMap,Module,Error,DepsErrors"
	command := exec.Command("go", append([]string{"list", "-e", "-deps", fields, "--"}, patterns...)...)
	command.Dir = folder
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "PWD="+folder)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, complaints.String())
	}
	var packages []*listedPackage
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		listed := &listedPackage{}
		if err := decoder.Decode(listed); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		packages = append(packages, listed)
	}
	if len(packages) == 0 {
		return nil, fmt.Errorf("no packages in %s match %q", folder, patterns)
	}
	return packages, nil
}

// isOwn says whether a package lies in the folder, and is no copy of somebody else's.
func (p *listedPackage) isOwn(folder string) bool {
	path, err := filepath.Rel(folder, p.Dir)
	inside := err == nil && p.Dir != "" && path != ".." && !strings.HasPrefix(path, ".."+string(filepath.Separator))
	slashed := "/" + filepath.ToSlash(path) + "/"
	return inside && !strings.Contains(slashed, "/vendor/")
}

func (p *listedPackage) goVersion() string {
	if p.Module == nil || p.Module.GoVersion == "" {
		return ""
	}
	return "go" + p.Module.GoVersion
}
