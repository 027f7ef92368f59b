// A repository of the size of eks-anywhere (1,600 Go files of 7 kB, 800 YAML files), the same on every machine: a fixture, and around
// it packages and manifests that have nothing to do with metrics, or (matching) packages that its manager links.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const fixture = fileURLToPath(new URL('../../fixtures/pflag-init-flags/before/', import.meta.url));
const MODULE = 'example.org/cluster-api-provider-harbor';

/** What eks-anywhere holds. */
export const GO_FILES = 1_600;
export const YAML_FILES = 800;
const FILES_IN_PACKAGE = 8;

/** Writes the fixture with `plain` Go files that nobody imports, `linked` ones that func main reaches, and `yaml` manifests. */
export function writeTree(root, { plain = GO_FILES, linked = 0, yaml = YAML_FILES }) {
  cpSync(fixture, root, { recursive: true });
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (let index = 0; index < plain; index++) write(`pkg/${goPath(index)}`, goFile(index, false));
  for (let index = 0; index < linked; index++) write(`internal/linked/${goPath(index)}`, goFile(index, true));
  for (let index = 0; index < yaml; index++)
    write(`charts/data/part${index % 40}/item${index}.yaml`, manifest(index));
  if (linked > 0) write('links.go', linksOf(linked));
}

function goPath(index) {
  return `package${Math.floor(index / FILES_IN_PACKAGE)}/file${index}.go`;
}

/** 7 kB, as the average Go file of eks-anywhere. A linked one registers a flag, which must be looked at. */
function goFile(index, isLinked) {
  const functions = Array.from({ length: 28 }, (_, part) => reconcile(index, part)).join('\n');
  const flag = `\n// Flag${index} is one of the flags of the binary.\nvar Flag${index} = flag.String("linked-${index}", "", "a value")\n`;
  return `package package${Math.floor(index / FILES_IN_PACKAGE)}

import (
	"context"
${isLinked ? '\t"flag"\n' : ''}	"fmt"
)
${isLinked ? flag : ''}
${functions}`;
}

function reconcile(index, part) {
  return `// Reconcile${index}x${part} brings one object to the state that is wanted.
func Reconcile${index}x${part}(ctx context.Context, names []string) error {
	for position, name := range names {
		if name == "" {
			return fmt.Errorf("object %d has no name", position)
		}
	}
	return ctx.Err()
}
`;
}

function manifest(index) {
  const data = Array.from(
    { length: 120 },
    (_, line) => `  key-${line}: "value ${line} of item ${index}"\n`,
  ).join('');
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: item-${index}\ndata:\n${data}`;
}

function linksOf(files) {
  const packages = Array.from({ length: Math.ceil(files / FILES_IN_PACKAGE) }, (_, index) => index);
  const lines = packages.map((index) => `\t_ "${MODULE}/internal/linked/package${index}"\n`);
  return `package main\n\nimport (\n${lines.join('')})\n`;
}
