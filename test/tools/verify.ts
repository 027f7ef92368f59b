import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Evidence } from '../../src/proofs/evidence.ts';
import { runHeavy } from './cache.ts';
import type { CommandResult } from './command.ts';
import { helm } from './helm.ts';
import { kubernetesProgram } from './kubernetes.ts';
import { kustomize } from './kustomize.ts';
import { pathOf } from './required.ts';
import { emptyFolder } from './tree.ts';

/** How a run with proofs ended. */
export interface Verified {
  readonly code: number;
  readonly status: string;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly result: CommandResult;
}

/** What `verify` looks for on the user's machine. */
export interface Toolbox {
  /** A folder for the PATH. */
  readonly folder: string;
  /** For `KUBEBUILDER_ASSETS`; undefined unless asked for. */
  readonly assets: string | undefined;
}

/** A folder with kustomize in it, and for live runs helm, and one with a control plane. They are compiled when they are not there. */
export async function makeToolbox({ live }: { readonly live: boolean }): Promise<Toolbox> {
  const folder = emptyFolder();
  symlinkSync(pathOf(await kustomize()), join(folder, 'kustomize'));
  if (!live) return { folder, assets: undefined };
  symlinkSync(pathOf(await helm()), join(folder, 'helm'));
  const assets = emptyFolder();
  for (const name of ['etcd', 'kube-apiserver'] as const) {
    symlinkSync(pathOf(await kubernetesProgram(name)), join(assets, name));
  }
  return { folder, assets };
}

/** The command line with proofs, one at a time on a machine: they compile. */
export async function verified(
  toolbox: Toolbox,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Verified> {
  const file = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
  const result = await runHeavy(process.execPath, [file, ...args, '--format', 'json'], {
    env: { ...environmentOf(toolbox), ...env },
    timeout: 3_600_000,
  });
  const { status = '', summary = '', evidence = [] } = JSON.parse(result.stdout || '{}');
  return { code: result.code, status, summary, evidence, result };
}

export function environmentOf({ folder, assets }: Toolbox): Record<string, string | undefined> {
  return {
    NO_COLOR: '1',
    PATH: `${folder}:${process.env.PATH ?? ''}`,
    KUBEBUILDER_ASSETS: assets,
    DIAG_CODEMOD_CACHE: process.env.DIAG_CODEMOD_CACHE,
  };
}
