import { isMap, isScalar, type Scalar, type YAMLMap } from 'yaml';
import { nodeAt, seqAt, textAt, tryParseYaml, type YamlFile } from '../../kubernetes/yaml-file.ts';
import type { Repository } from '../../repository/repository.ts';

/** One `old`/`new` pair. `old` is a regular expression (Cluster API's test/framework/clusterctl). */
export interface ReplacementPair {
  readonly node: YAMLMap;
  readonly old: Scalar;
  readonly new: Scalar;
}

/** One version of one provider in an e2e configuration, with the replacements for its manifest. */
export interface ProviderVersion {
  readonly file: YamlFile;
  /** e.g. `cluster-api`, `kubeadm`. */
  readonly provider: string;
  /** Where its manifest comes from: a path relative to the configuration, or an address. */
  readonly value: string;
  readonly pairs: readonly ReplacementPair[];
}

/** Where such configurations are kept, and what lies beside them in great numbers. */
const PLACES = /(^|\/)(tests?|e2e|hack)\/.*\.ya?ml$/;
const DATA = /\/(testdata|data|templates?|manifests?|vendor)\//;

/** The provider versions with replacements in all e2e configurations of the repository, in the order of the files. */
export function providerVersions(repository: Repository): readonly ProviderVersion[] {
  const files = repository.paths.filter((path) => PLACES.test(path) && !DATA.test(path));
  return files.flatMap((path) => {
    const source = repository.tryRead(path);
    if (!source?.text.includes('replacements:') || !/^providers:/m.test(source.text)) return [];
    const file = tryParseYaml(source);
    return file ? versionsOf(file) : [];
  });
}

function versionsOf(file: YamlFile): ProviderVersion[] {
  const providers = seqAt(file.documents[0]?.contents, ['providers'])?.items ?? [];
  return providers.flatMap((provider) =>
    (seqAt(provider, ['versions'])?.items ?? []).map((version) => ({
      file,
      provider: textAt(provider, ['name']) ?? '',
      value: textAt(version, ['value']) ?? '',
      pairs: pairsOf(version),
    })),
  );
}

function pairsOf(version: unknown): ReplacementPair[] {
  return (seqAt(version, ['replacements'])?.items ?? []).flatMap((node) => {
    const from = nodeAt(node, ['old']);
    const to = nodeAt(node, ['new']);
    return isMap(node) && isScalar(from) && isScalar(to) ? [{ node, old: from, new: to }] : [];
  });
}
