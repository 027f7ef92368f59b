import type { Guard } from './guard.ts';

const NEAR = 'does not find what is nearly a fault';
const FAULT = 'finds the fault at its place, once, and nothing else';

/** The condition of a rule that keeps what is nearly a fault apart, or that finds the fault at all. */
function condition(
  id: string,
  [find, replace]: readonly [string, string],
  name = NEAR,
  file = 'index.ts',
): Guard {
  return {
    guard: `rules: ${id}, ${name === NEAR ? 'what is nearly a fault' : name === FAULT ? 'its fault' : name}`,
    file: file === 'index.ts' ? `src/rules/${id}/index.ts` : file,
    find,
    replace,
    test: { file: `src/rules/${id}/index.test.ts`, name },
  };
}

const CODE = 'src/rules/code-state.ts';
const SIDECARS = 'src/rules/sidecars.ts';
const CHARTS = 'src/rules/chart-endpoints.ts';

export const ruleGuards: readonly Guard[] = [
  condition('auth-proxy-file-unused', ['!graph.isReached(path)', 'graph !== undefined']),
  condition('copy-bound-in-one-namespace', [
    'if (bound.some(({ clusterWide }) => clusterWide)) return undefined;',
    '',
  ]),
  condition('copy-without-reviews', [
    'const isGranted = ALL_REVIEWS.every((review) => roles.some((role) => allowsReview(role, review)));',
    'const isGranted = ALL_REVIEWS.length === 0 || roles.some((role) => !allowsReview);',
  ]),
  condition(
    'deprecated-address-argument',
    ['it.adopted && it.registersMetricsBindAddr', 'it.adopted && !it.registersMetricsBindAddr'],
    FAULT,
  ),
  condition(
    'deprecated-address-argument',
    ['(isLocal && hasSidecar(rendering))', '(isLocal && !hasSidecar)'],
    'is the sidecar’s affair where one takes over',
  ),
  condition('diagnostics-arguments-missing', ['|| isPassed || isOld', '|| isOld']),
  condition(
    'filter-always-set',
    ['!mention || ancestor(mention.node', '!mention || !ancestor(mention.node'],
    FAULT,
  ),
  condition('filter-always-set', [
    'decision.adopted && canBePlain(decision)',
    'canBePlain && decision.adopted',
  ]),
  condition(
    'filter-without-secure-serving',
    ["if (filter && serving.kind === 'no') return", "if (filter && serving.kind === 'always') return"],
    FAULT,
    CODE,
  ),
  condition('flag-registered-twice', [
    'name !== undefined && taken.has(name)',
    'name !== undefined && taken.size > 0',
  ]),
  condition(
    'flags-never-parsed',
    ["if (reached.some(({ file }) => file.text.includes('.VisitAll('))) return undefined;", ''],
    NEAR,
    'src/golang/unparsed-flags.ts',
  ),
  condition('idle-metrics-flag', [
    '!isDeprecated(flag) && isIdle(source, flag)',
    'isIdle(source, flag) || !isDeprecated(flag)',
  ]),
  condition('insecure-diagnostics', [
    'isOpen && !endpointIn(decision, rendering).isLocal',
    'isOpen && endpointIn !== undefined',
  ]),
  condition('markers-in-doc-comment', ['!marker.effective', 'marker.effective'], FAULT),
  condition(
    'markers-not-read',
    ['if (!isMarked || grantedElsewhere) return [];', 'if (isMarked || grantedElsewhere) return [];'],
    FAULT,
  ),
  condition('metrics-on-loopback', ['isLocal && !isOld)', '!isOld)']),
  condition(
    'metrics-on-loopback',
    ["startOf(list.node), item.start) !== ''", "startOf(list.node), item.start) === '-'"],
    'a condition in a chart may say otherwise',
    CHARTS,
  ),
  condition(
    'metrics-over-plain-http',
    ['(address) => !isLoopback(address)', '(address) => isLoopback(address)'],
    FAULT,
  ),
  condition(
    'missing-proxy-file',
    [
      ".filter(({ value }) => mentionsOf(repository, value, 'build').length === 0)",
      '.filter(() => mentionsOf !== undefined)',
    ],
    NEAR,
    'src/survey/missing-proxy-files.ts',
  ),
  condition(
    'port-clash-with-sidecar',
    ['!endpoint.isLocal && listens.includes(endpoint.port)', '!endpoint.isLocal && listens.length > 0'],
    NEAR,
    SIDECARS,
  ),
  condition('reviews-from-left-over-role', [
    'all.every(({ leftOver }) => leftOver)',
    'all.some(({ leftOver }) => leftOver)',
  ]),
  condition('reviews-granted-twice', ['return isWhole ? grants', 'return isWhole !== undefined ? grants']),
  condition(
    'reviews-in-namespaced-role',
    ['!clusterWide && role !== undefined', 'clusterWide && role !== undefined'],
    FAULT,
  ),
  condition(
    'reviews-not-granted',
    [
      'if (roles.length === 0 || missing.length === 0) return false;',
      'if (roles.length === 0) return false;',
    ],
    NEAR,
    'src/rules/review-state.ts',
  ),
  condition(
    'role-loses-rules',
    ["generated?.kept !== 'generated' ||", "generated?.kept === 'generated' ||"],
    FAULT,
  ),
  condition(
    'role-not-as-generated',
    ['!/tokenreviews/.test(file.text)', '/tokenreviews/.test(file.text)'],
    FAULT,
  ),
  condition(
    'secure-options-never-passed',
    ["if (unused) return { fault: 'options-never-passed', at: unused };", ''],
    FAULT,
    CODE,
  ),
  condition('secure-port-not-declared', [
    'declared.includes(port) || isReached(repository, rendering, port)',
    'declared.includes(port)',
  ]),
  condition(
    'secure-serving-off-by-default',
    ['return renderings.length > 0 && everywhere', 'return renderings.length < 0 && everywhere'],
    NEAR,
    CODE,
  ),
  condition(
    'secure-serving-without-filter',
    ['if (filter) return offByDefault(decision, serving) ?? filterOffByDefault(decision, filterSwitch);', ''],
    NEAR,
    CODE,
  ),
  condition('service-monitor-plain-http', [
    "missing.includes('scheme') || missing.includes('authorization')",
    'missing !== undefined',
  ]),
  condition('service-without-port', [
    'number !== endpoint.port && !isOpen',
    'number !== endpoint.port || !isOpen || isOpen',
  ]),
  condition(
    'service-without-port',
    ["filter(({ target }) => !target.includes('{{'))", 'filter(Boolean)'],
    'what nobody sees',
    CHARTS,
  ),
  condition(
    'sidecar-asks-plain-http',
    ['!endpoint.isPlain && upstream !== undefined', 'upstream !== undefined'],
    NEAR,
    SIDECARS,
  ),
  condition(
    'sidecar-asks-plain-http',
    ["!== '') return 'conditional';", "=== '-') return 'conditional';"],
    'one that a condition of a chart may leave out',
    CHARTS,
  ),
  condition(
    'sidecar-image-gone',
    ['gcr\\.io\\/kubebuilder\\/kube-rbac-proxy([:@]|$)', '\\w+\\.io\\/\\w+\\/kube-rbac-proxy([:@]|$)'],
    NEAR,
    SIDECARS,
  ),
  condition(
    'sidecar-still-active',
    ["fault: fault ?? 'still-active'", "fault: 'still-active'"],
    NEAR,
    SIDECARS,
  ),
  condition('unknown-argument', [
    '!known.has(name) || removedFlags.includes(name)',
    'known.size > 0 || removedFlags.includes(name)',
  ]),
];
