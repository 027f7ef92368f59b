import { createHash } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';

/** A CommonJS file that was loaded. */
export interface Compiled<Exports> {
  readonly exports: Exports;
  /**
   * Keeps what V8 has compiled so far for the next runs, unless that was done before; `args` are the arguments of the run.
   * Never throws: where it cannot be kept, the next run compiles again.
   */
  readonly keep: (args: readonly string[]) => void;
}

/**
 * Loads a CommonJS file as `require` does, with the code that an earlier run has compiled: to compile a third of a large
 * bundle takes longer than most repositories need. What is kept lies beside the file, where nobody can put anything who
 * could not change the file itself. V8 takes it only for the version and the flags that it was made under; of the source it
 * looks at the length alone, so the file begins with a comment that tells its build. `NODE_DISABLE_COMPILE_CACHE` turns it
 * off, as it does Node's own.
 */
export function loadCompiled<Exports>(
  file: string,
  environment: NodeJS.ProcessEnv = process.env,
): Compiled<Exports> {
  const text = readFileSync(file, 'utf8');
  const source = `(function (exports, require, module, __filename, __dirname) {${text}\n})`;
  const kept = environment.NODE_DISABLE_COMPILE_CACHE ? undefined : keptFile(file, text);
  const cachedData = kept && readKept(kept);
  const script = new Script(source, { filename: file, ...(cachedData && { cachedData }) });
  const module = { exports: {} as Exports };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  const isThere = cachedData !== undefined && script.cachedDataRejected === false;
  return {
    exports: module.exports,
    keep: (args) => {
      if (kept !== undefined && !isThere && !args.some((arg) => isAbove(arg, file)))
        write(kept, script, source.length);
    },
  };
}

/** Undefined where the file does not tell its build. */
function keptFile(file: string, text: string): string | undefined {
  const [, build] = /^\/\/ build (\w+)\n/.exec(text) ?? [];
  const tag = cachedDataVersionTag().toString(16);
  return build && join(dirname(file), 'compiled', `${build}-${process.version}-${process.arch}-${tag}`);
}

/** A repository that holds its own copy of the program gets nothing written into it. */
function isAbove(argument: string, file: string): boolean {
  try {
    return file.startsWith(realpathSync(argument) + sep);
  } catch {
    // It names no folder.
    return false;
  }
}

/** V8 looks at the length of the data alone: a bit that is wrong would make the program crash, or never end. */
function readKept(kept: string): Buffer | undefined {
  try {
    const bytes = readFileSync(kept);
    const data = bytes.subarray(DIGEST);
    return digestOf(data).equals(bytes.subarray(0, DIGEST)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** In bytes, of SHA-256. The data begins behind it. */
const DIGEST = 32;

function digestOf(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

/** A run that ended early has compiled little, and leaves it to another one. */
const WORTH_KEEPING = 0.6;

function write(kept: string, script: Script, length: number): void {
  try {
    accessSync(dirname(dirname(kept)), constants.W_OK);
    const data = script.createCachedData();
    if (data.length >= length * WORTH_KEEPING) writeWhole(kept, data);
  } catch {
    // The folder may belong to somebody else, or the disk be full.
  }
}

/** In one piece or not at all, also when several runs do it at once, or the machine stops. */
function writeWhole(kept: string, data: Buffer): void {
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(join(dirname(kept), '.gitignore'), '*\n');
  const draft = `${kept}.${process.pid}`;
  try {
    const descriptor = openSync(draft, 'wx');
    try {
      writeFileSync(descriptor, Buffer.concat([digestOf(data), data]));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, kept);
  } finally {
    rmSync(draft, { force: true });
  }
}
