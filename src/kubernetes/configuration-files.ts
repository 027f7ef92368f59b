import type { Repository } from '../repository/repository.ts';
import { search } from '../repository/search.ts';
import type { SourceFile } from '../repository/source-file.ts';
import { type ConfigurationAddress, configurationAddresses } from './configuration-address.ts';

/** A place in the repository that gives a manager its metrics address by a configuration file. */
export interface ConfiguredPlace {
  readonly file: SourceFile;
  readonly address: ConfigurationAddress;
}

/** Every configuration of the repository that names a metrics address, in a file of its own, a ConfigMap or values of a chart. */
export function configuredPlaces(repository: Repository): ConfiguredPlace[] {
  return search(repository, 'bindAddress', isManifest).flatMap((path) => {
    const file = repository.tryRead(path);
    return file ? configurationAddresses(file.text).map((address) => ({ file, address })) : [];
  });
}

function isManifest(path: string): boolean {
  return /\.(?:ya?ml|tpl)$/.test(path) && !/(^|\/)(?:vendor|testdata|node_modules)\//.test(path);
}
