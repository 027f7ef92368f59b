import { logicalLines } from './logical-lines.ts';
import type { Surroundings } from './paths-option.ts';
import { expand } from './variables.ts';

const NUMBER = /(?<!\d)v?(\d+\.\d+\.\d+(?:-[\w.]+)?)/;

/**
 * The version of controller-gen that a Makefile or script installs, e.g. `v0.16.5`: `controller-gen@v0.16.5`, the
 * package as an argument with the version as a later word (`go-install.sh pkg bin v0.16.5`), a macro call, or else a
 * variable such as `CONTROLLER_GEN_VERSION`, `CONTROLLER_TOOLS_VERSION`.
 */
export function pinnedVersion(text: string, where: Surroundings): string | undefined {
  return installedVersion(text, where) ?? variableVersion(where);
}

/** The version behind `controller-gen@` in a single command line. */
export function versionInCommand(command: string): string | undefined {
  return versionOf(new RegExp(`controller-gen@${NUMBER.source}`).exec(command)?.[1]);
}

/** The version of `sigs.k8s.io/controller-tools` that a go.mod requires directly. */
export function toolsModuleVersion(goMod: string): string | undefined {
  const line =
    /^[ \t]*(?:require\s+)?sigs\.k8s\.io\/controller-tools\s+(v\d\S*)(?!.*\/\/ indirect)\s*(?:\/\/.*)?$/m.exec(
      goMod,
    );
  return line?.[1];
}

function installedVersion(text: string, where: Surroundings): string | undefined {
  if (!text.includes('controller-gen')) return undefined;
  for (const line of logicalLines(text)) {
    const raw = text.slice(line.start, line.end);
    if (/^\s*#/.test(raw) || !/[$@]|controller-gen/.test(raw)) continue;
    const command = expand(raw, where.variables, where.directory);
    const version = versionInCommand(command) ?? versionAfterPackage(command);
    if (version) return version;
  }
  return undefined;
}

function versionAfterPackage(command: string): string | undefined {
  const after = command.split('sigs.k8s.io/controller-tools/cmd/controller-gen')[1];
  const word = after?.split(/[\s,;&|)"']+/).find((part) => new RegExp(`^${NUMBER.source}$`).test(part));
  return versionOf(word && NUMBER.exec(word)?.[1]);
}

function variableVersion(where: Surroundings): string | undefined {
  for (const [name, value] of where.variables) {
    if (!/^CONTROLLER_?(GEN|TOOLS)_?(VER|VERSION|TAG)$/i.test(name)) continue;
    const version = versionOf(NUMBER.exec(expand(value, where.variables, where.directory))?.[1]);
    if (version) return version;
  }
  return undefined;
}

function versionOf(number: string | undefined): string | undefined {
  return number ? `v${number}` : undefined;
}
