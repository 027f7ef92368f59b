#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { runCli } from './cli.ts';
import { loadCompiled } from './code-cache.ts';

// Most runs are over before optimized code has paid for its making: only what is hot for long is optimized. Measured with
// Node 20: a quarter to a third less processor time. Later versions optimize late on their own, and name these flags otherwise.
// They come first: V8 takes compiled code only where it was made under the same flags.
if (process.versions.v8.startsWith('11.'))
  setFlagsFromString('--interrupt-budget=2000000 --no-wasm-tier-up --no-wasm-dynamic-tiering');

/** What is used of it here; its types come with those of browsers. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<unknown> };

// The engine of the Go parser is compiled by other threads while the program is loaded. V8 finds it again when it is asked for.
WebAssembly.compile(readFileSync(new URL('web-tree-sitter.wasm', import.meta.url))).catch(() => undefined);

/** What `src/bundle.ts` exports, as far as it is needed here. */
interface Bundle {
  readonly runCli: typeof runCli;
}

const { exports, keep } = loadCompiled<Bundle>(fileURLToPath(new URL('main.cjs', import.meta.url)));
exports.runCli(process.argv.slice(2), keep);
