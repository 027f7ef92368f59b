import { posix } from 'node:path';
import { flagPattern } from '../../kubernetes/arguments.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Finding } from '../../migration/finding.ts';
import type { Repository } from '../../repository/repository.ts';
import { search } from '../../repository/search.ts';
import { positionAt, type SourceFile } from '../../repository/source-file.ts';
import { goneFlags } from './wanted-arguments.ts';

const NOT_DEPLOYED = /(^|\/)(vendor|third_party|testdata|tests?|e2e|examples?)\/|_test\.go$/;

const WORKLOAD = /^[ \t]*kind: *(Deployment|DaemonSet|StatefulSet|Pod)[ \t\r]*$/m;

/**
 * Manifests that a program carries as a Go string: what they pass cannot be told for sure to be the manager's, and most
 * such files are generated, so they are told and left alone.
 */
export function embeddedManifests(
  repository: Repository,
  decisions: readonly Decision[],
): readonly Finding[] {
  const gone = [...new Set(decisions.flatMap((decision) => [...goneFlags(decision)]))];
  const paths = search(repository, 'containers:', (path) => path.endsWith('.go') && !NOT_DEPLOYED.test(path));
  return paths.flatMap((path) => {
    const file = repository.tryRead(path);
    return file ? findingsIn(repository, file, gone) : [];
  });
}

/** One for each thing that is wrong, at its first place. */
function findingsIn(repository: Repository, file: SourceFile, gone: readonly string[]): readonly Finding[] {
  const strings = [...file.text.matchAll(/`[^`]*`/g)].filter(([text]) => WORKLOAD.test(text));
  const words = [
    {
      pattern: /^[ \t]*(?:- )?image: *["']?\S*\/kube-rbac-proxy[:@]/m,
      what: 'starts a kube-rbac-proxy, for which the manager stands in now',
    },
    ...gone.map((name) => ({
      pattern: new RegExp(`^\\s*- *["']?--(?:${flagPattern([name])})(?![\\w-])`, 'm'),
      what: `passes --${name}, at which the manager stops now`,
    })),
  ];
  return words.flatMap(({ pattern, what }) => {
    const found = strings.flatMap((it) => {
      const match = pattern.exec(it[0]);
      return match ? [it.index + match.index + (/^\s*/.exec(match[0])?.[0].length ?? 0)] : [];
    });
    return found.slice(0, 1).map((offset) => told(repository, file, offset, what));
  });
}

function told(repository: Repository, file: SourceFile, offset: number, what: string): Finding {
  return {
    rule: 'embedded-manifest',
    level: 'note',
    path: file.path,
    ...positionAt(file.text, offset),
    message: `a manifest in this Go string ${what}`,
    fix: remedy(repository, file),
  };
}

function remedy(repository: Repository, { path, text }: SourceFile): string {
  if (!/^\/\/ .*(DO NOT EDIT|[Gg]enerated by)/m.test(text)) {
    return 'If it runs this manager, give it the arguments of the other manifests, without a sidecar.';
  }
  const command = targetFor(repository, path) ?? generateIn(repository, posix.dirname(path));
  return command === undefined
    ? 'It is generated. If it runs this manager, generate it again from the changed manifests.'
    : `It is generated. If it runs this manager, generate it again from the changed manifests: ${command}`;
}

/** The target of the Makefile whose recipe names the file, or generates in its folder. */
function targetFor(repository: Repository, path: string): string | undefined {
  const lines = repository.tryRead('Makefile')?.text.split(/\r?\n/) ?? [];
  const folder = posix.dirname(path);
  const at = lines.findIndex(
    (line) =>
      line.startsWith('\t') &&
      (line.includes(path) || (line.includes('go generate') && line.includes(folder) && folder !== '.')),
  );
  const rule = lines.slice(0, Math.max(at, 0)).findLast((line) => /^[\w./-]+ *:(?!=)/.test(line));
  return rule && `make ${rule.split(':')[0]?.trim()}`;
}

function generateIn(repository: Repository, folder: string): string | undefined {
  const isThere = search(repository, '//go:generate', (path) => posix.dirname(path) === folder).length > 0;
  return isThere ? `go generate ./${folder}` : undefined;
}
