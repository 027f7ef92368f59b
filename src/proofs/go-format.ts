import { join } from 'node:path';
import { type Evidence, failed, passed, skipped } from './evidence.ts';
import type { Proof } from './proof.ts';
import type { Subject } from './subject.ts';
import { findProgram } from './tools/go-command.ts';
import { goVersion } from './tools/go-run.ts';
import { runProgram } from './tools/run-program.ts';

/** The files of a command line are limited: a large repository is asked about in parts. */
const FILES_AT_ONCE = 400;

/** gofmt finds nothing in the managers' own code; where a migration is proved, in the files that it changes. */
export const goFormat: Proof = {
  id: 'go-format',
  title: 'gofmt would change nothing',
  weight: 'light',
  async run(subject) {
    const files = filesToFormat(subject);
    const gofmt = findProgram('gofmt', subject.scratch.tree);
    if (gofmt === undefined) {
      return [
        skipped(
          'go-format',
          `${files.length} file(s)`,
          'there is no gofmt on the PATH',
          'It comes with Go: https://go.dev/dl/',
        ),
      ];
    }
    return [await format(subject, gofmt, files)];
  },
};

/** Go files that people write, in the packages of the entry points, or those that were changed. */
function filesToFormat({ survey, managers, changed }: Subject): readonly string[] {
  const folders = new Set(managers.map(({ source }) => source.packageDirectory));
  const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.');
  return survey.repository.paths
    .filter((path) => path.endsWith('.go') && !/(^|\/)(vendor|testdata)\//.test(path))
    .filter((path) => changed?.has(path) ?? folders.has(folderOf(path)));
}

async function format(subject: Subject, gofmt: string, files: readonly string[]): Promise<Evidence> {
  const start = Date.now();
  const attempt = async () => ({
    tool: 'gofmt',
    version: await goVersion(subject),
    command: `gofmt -d ${files.slice(0, 3).join(' ')}${files.length > 3 ? ' …' : ''}`,
    milliseconds: Date.now() - start,
  });
  for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
    const part = files.slice(at, at + FILES_AT_ONCE);
    const { stdout, stderr } = await runProgram(gofmt, ['-d', ...part], {
      cwd: join(subject.scratch.tree),
      env: subject.environments.offline,
    });
    const place = firstHunk(stdout) ?? firstError(stderr);
    if (place) {
      return failed('go-format', place.file, await attempt(), place.reason, {
        hint: `Run gofmt -w ${place.file}.`,
        file: place.file,
        line: place.line,
      });
    }
  }
  return passed('go-format', `${files.length} file(s)`, await attempt());
}

/** Where the first difference of a `gofmt -d` stands: three lines of context come before it. */
export function firstHunk(diff: string): { file: string; line: number; reason: string } | undefined {
  const file = /^diff (\S+?)\.orig \S+$/m.exec(diff)?.[1];
  const [, start = '1', body = ''] = /^@@ -(\d+)[^\n]*\n((?:[ +-].*\n?)*)/m.exec(diff) ?? [];
  if (file === undefined) return undefined;
  const context = body.split('\n').findIndex((line) => /^[-+]/.test(line));
  return { file, line: Number(start) + Math.max(0, context), reason: 'gofmt would change this file' };
}

function firstError(text: string): { file: string; line: number; reason: string } | undefined {
  const [, file, line, reason] = /^(\S+?):(\d+):\d+: (.*)$/m.exec(text) ?? [];
  return file === undefined ? undefined : { file, line: Number(line), reason: `gofmt: ${reason}` };
}
