// What others say of the package: publint, and whether its types are those of what is imported.
import { readFileSync } from 'node:fs';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** What publint has to say, suggestions included. */
export async function publintMessages(tarball) {
  const bytes = readFileSync(tarball);
  const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball: data }, level: 'suggestion', strict: true });
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

/**
 * What is wrong with the types for importers of each kind. The package is ESM alone, by decision: that `require` gets an ES
 * module, which Node takes from 22.12 on, is no fault.
 */
export async function typeProblems(tarball) {
  const data = createPackageFromTarballData(new Uint8Array(readFileSync(tarball)));
  const result = await checkPackage(data, { entrypoints: ['.'] });
  if (!result.types) return ['the package has no types'];
  const wrong = result.problems.filter(({ kind }) => kind !== 'CJSResolvesToESM');
  return wrong.map((problem) => JSON.stringify(problem));
}
