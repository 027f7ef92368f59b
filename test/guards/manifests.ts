import type { Guard } from './guard.ts';

/** Which manifest, role and Service is whose, and what a sidecar did that the manager does not. */
export const manifests: readonly Guard[] = [
  {
    guard: 'links: an image that ko builds of another package is no other manager’s',
    file: 'src/survey/manifest-links.ts',
    find: 'workload.containers.filter(({ image }) => !isOfAnotherPackage(image, source))',
    replace: 'workload.containers',
    test: { file: 'src/survey/manifests.test.ts', name: 'by the package that the image is built of' },
  },
  {
    guard: 'roles: OLM gives rights to the account that it names',
    file: 'src/steps/role-rules/installed.ts',
    find: '=> accounts.includes(name)',
    replace: '=> accounts.length > 0 || name',
    test: { file: 'src/steps/role-rules/installed.test.ts', name: 'are not those of another ServiceAccount' },
  },
  {
    guard: 'roles: permissions of OLM reach all namespaces only where the operator can be installed for all',
    file: 'src/kubernetes/role-source.ts',
    find: "return everywhere ? permissionsAt(file, index, 'permissions') : [];",
    replace: "return permissionsAt(file, index, 'permissions');",
    test: { file: 'src/steps/role-rules/installed.test.ts', name: 'reach all namespaces by `permissions`' },
  },
  {
    guard: 'subjects: a patch of another binding changes none',
    file: 'src/kubernetes/subjects.ts',
    find: "names.includes(textAt(contents, ['metadata', 'name']) ?? '')",
    replace: 'names.length > 0',
    test: { file: 'src/kubernetes/subjects.test.ts', name: 'of another binding' },
  },
  {
    guard: 'proxy: HTTP/2 is off only where TLS options are passed that switch it off',
    file: 'src/migration/endpoint-traits.ts',
    find: 'return metricsSecurity(source).tls !== undefined;',
    replace: 'return true;',
    test: {
      file: 'src/migration/endpoint-traits.test.ts',
      name: 'the switch is there, and its options are not',
    },
  },
  {
    guard: 'proxy: Cluster API serves more than metrics',
    file: 'src/migration/endpoint-traits.ts',
    find: "if (api !== 'metrics-filters') return false;",
    replace: '',
    test: { file: 'src/migration/endpoint-traits.test.ts', name: 'unless somebody adds a handler' },
  },
  {
    guard: 'services: what a program carries is the manager’s where it selects its pods',
    file: 'src/steps/manifest-port/applied-services.ts',
    find: '|| !selects(selector, podLabels)',
    replace: '',
    test: { file: 'src/steps/manifest-port/applied-services.test.ts', name: 'with other pods' },
  },
  {
    guard: 'options: a declaration that says more than the address does not go',
    file: 'src/steps/manager-code/metrics-variable.ts',
    find: 'isTooEarly(plan, owner) && saysNothingElse(carrier)',
    replace: 'isTooEarly(plan, owner)',
    test: {
      file: 'src/steps/manager-code/own-field.test.ts',
      name: 'is refused where more is given before parsing',
    },
  },
];
