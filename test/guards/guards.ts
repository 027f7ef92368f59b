/**
 * A place in the source that keeps one hard case right, and the test that must fail without it.
 * Taking the guard out is a textual replacement: `find` must stand exactly once in `file`.
 */
export interface Guard {
  /** What it guards against, as a sentence. */
  readonly guard: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** A test file, and the full name (or a part of it) of the tests that must fail. */
  readonly test: { readonly file: string; readonly name: string };
}

export const guards: readonly Guard[] = [
  {
    guard: 'commands: func init adds a command to another one',
    file: 'src/golang/reach.ts',
    find: 'const waiting = [start, ...initFunctions(program, start, packages)];',
    replace: 'const waiting = [start, ...initFunctions(program, start, [])].slice(0, 1);',
    test: fixture('cobra-server-command'),
  },
  {
    guard: 'commands: what another command of the program reads is no other use of the address',
    file: 'src/golang/manager-candidates.ts',
    find: 'others: hop.others.filter((at) => !isRead(at))',
    replace: 'others: hop.others',
    test: { file: 'src/steps/manager-code/commands.test.ts', name: 'all of them get their options' },
  },
  {
    guard: 'commands: two managers in one function are no commands',
    file: 'src/golang/manager-candidates.ts',
    find: 'if (new Set(functions).size < candidates.length) return false;',
    replace: '',
    test: { file: 'src/steps/manager-code/refusals.test.ts', name: 'several managers in one binary' },
  },
  {
    guard: 'configuration: another kind is no configuration of a manager',
    file: 'src/kubernetes/configuration-address.ts',
    find: `has(/^ *kind: *["']?\\w*Config(?:uration)?["']?\\s*$/)`,
    replace: 'has(/^ *kind: /)',
    test: { file: 'src/kubernetes/configuration-address.test.ts', name: 'is not' },
  },
  {
    guard: 'configuration: options out of a function say nothing of the fields that nobody names',
    file: 'src/golang/metrics-security.ts',
    find: 'const isUnsaid = endsWithAddress(source, trace) && !isMentioned(source, name);',
    replace: 'const isUnsaid = false;',
    test: fixture('configuration-file'),
  },
  {
    guard: 'imports: an alias is written where the package is called otherwise',
    file: 'src/steps/manager-code/draft.ts',
    find: 'imports.push(name === packageName(path) ? { path } : { path, alias: name });',
    replace: 'imports.push(name === names[0] ? { path } : { path, alias: name });',
    test: fixture('no-metrics-option'),
  },
  {
    guard: 'filters: a filter without https is not called secured',
    file: 'src/golang/metrics-security.ts',
    find: "if (serving.kind === 'no' || !filter) return false;",
    replace: 'if (!filter) return false;',
    test: fixture('filters-without-https'),
  },
  {
    guard: 'filters: https on demand gets the secure default',
    file: 'src/steps/manager-code/metrics-filters/serving-flag.ts',
    find: "serving.negated ? 'false' : 'true'",
    replace: 'value.text',
    test: fixture('filters-https-on-demand'),
  },
  {
    guard: 'filters: the filter belongs to https alone',
    file: 'src/steps/manager-code/metrics-filters/secure-options.ts',
    find: '`if ${condition} {`,\n    `\\t${FILTER_COMMENT}`,',
    replace: '`if true {`,\n    `\\t${FILTER_COMMENT}`,',
    test: fixture('filters-flags-in-main'),
  },
  {
    guard: 'filters: options that no manager gets are passed',
    file: 'src/steps/manager-code/metrics-filters/index.ts',
    find: 'passForgottenOptions({ draft, source, decision, slot, found: metricsSecurity(source) })',
    replace: '{ draft, source, decision, slot, found: metricsSecurity(source) }',
    test: fixture('filters-never-passed'),
  },
  {
    guard: 'filters: an argument of plain http gets the secure address',
    file: 'src/steps/manifest-arguments/container-plan.ts',
    find: 'const secure = revalue(argument.name, argument.value);',
    replace: 'const secure = undefined as string | undefined;',
    test: fixture('filters-flags-in-main'),
  },
  {
    guard: 'filters: a default that switches the metrics off stays',
    file: 'src/steps/manager-code/metrics-filters/address.ts',
    find: "registration.default !== '0' &&",
    replace: '',
    test: fixture('filters-address-in-a-json-patch'),
  },
  {
    guard: 'taken names: a new name is free in every scope that it is used in',
    file: 'src/golang/edits/names.ts',
    find: '!used.has(name) && !RESERVED.has(name)',
    replace: '!RESERVED.has(name)',
    test: fixture('names-taken'),
  },
  {
    guard: 'two managers: every entry point is migrated, not only the first',
    file: 'src/survey/go-managers.ts',
    find: 'entryPoints(program, leading).flatMap(',
    replace: 'entryPoints(program, leading).slice(0, 1).flatMap(',
    test: fixture('two-managers'),
  },
  {
    guard: 'two managers: a Deployment belongs to the manager in whose folder it lies',
    file: 'src/survey/manifest-links.ts',
    find: 'score: several ? score + placeScore(source, workload) + nameScore(source, workload) : score,',
    replace: 'score,',
    test: fixture('two-managers'),
  },
  {
    guard: 'godoc marker trap: markers stand above the doc comment of main, not in it',
    file: 'src/golang/marker-block.ts',
    find: 'return doc?.comments[0]?.start ?? main.start;',
    replace: 'return main.start;',
    test: fixture('markers-above-a-documented-main'),
  },
  {
    guard: 'godoc marker trap: a blank line parts the markers from what follows',
    file: 'src/golang/marker-block.ts',
    find: "[HEADING, ...lines, '', '']",
    replace: "[HEADING, ...lines, '']",
    test: fixture('pflag-init-flags'),
  },
  {
    guard: 'godoc marker trap: markers that are ignored today are detached, not doubled',
    file: 'src/steps/rbac-markers/markers.ts',
    find: '!marker.effective && makesOneOf(marker, role.unmarked)',
    replace: 'false',
    test: fixture('inert-markers'),
  },
  {
    guard: 'hand-kept role: no markers where the next generation would then drop every other rule',
    file: 'src/steps/rbac-markers/index.ts',
    find: "if (generated.kept !== 'generated')",
    replace: 'if (false)',
    test: fixture('hand-kept-role'),
  },
  {
    guard: 'replaced fork: a tag that cannot belong to the controller-runtime in force is not believed',
    file: 'src/migration/cluster-api-in-force.ts',
    find: '(found.fork && !isTelling(version, runtime))',
    replace: 'false',
    test: fixture('replaced-fork'),
  },
  {
    guard: 'shared metrics variable: what something else still reads stays, with its flag',
    file: 'src/steps/manager-code/carriers.ts',
    find: 'if (carrier.others.length > 0) declareBeside(plan, carrier, name);',
    replace: 'if (false) declareBeside(plan, carrier, name);',
    test: fixture('shared-metrics-variable'),
  },
  {
    guard: 'patch-supplied arguments: the list in force is edited, not the one that a patch replaces',
    file: 'src/steps/manifest-arguments/targets.ts',
    find: 'target(rendering.argumentSource, wanted, adds)',
    replace: 'target(rendering.deployment, wanted, adds)',
    test: fixture('arguments-in-a-patch'),
  },
  {
    guard: 'substitution: ${X:=y} is written only where something resolves it',
    file: 'src/steps/manifest-arguments/targets.ts',
    find: 'wantedArguments(decision, manifests.substitutes)',
    replace: 'wantedArguments(decision, true)',
    test: fixture('stdlib-flags-in-main'),
  },
  {
    guard: 'pflag: the flags of the standard library are merged in before parsing',
    file: 'src/steps/manager-code/parsing.ts',
    find: 'if (!parse || !becomesPflag(source)) return;',
    replace: 'if (parse || !becomesPflag(source)) return;',
    test: fixture('stdlib-flags-in-main'),
  },
  {
    guard: 'CRLF: what is written ends its lines as the file does',
    file: 'src/repository/source-file.ts',
    find: "newline > 0 && text[newline - 1] === '\\r' ? '\\r\\n' : '\\n'",
    replace: "newline > 0 && text[newline - 1] === '\\r' ? '\\n' : '\\n'",
    test: fixture('pflag-init-flags'),
  },
  {
    guard: 'left-over proxy: a Service that still aims at the port of a deleted container is re-aimed',
    file: 'src/steps/auth-proxy-leftovers/services.ts',
    find: 'return !resolves(port, declared) && isAboutMetrics(port);',
    replace: 'return false;',
    test: fixture('left-over-auth-proxy'),
  },
  {
    guard: 'private flag set: ff goes on reading its own flag set, with the new flags copied into it',
    file: 'src/golang/removed-flags.ts',
    find: "return parse.form !== 'ff' && parse.set.origin === 'command-line';",
    replace: 'return true;',
    test: fixture('private-flagset-parsed-by-ff'),
  },
  {
    guard: 'active sidecar: a kube-rbac-proxy that owns the port is refused, not run into',
    file: 'src/kubernetes/active-auth-proxy.ts',
    find: 'if (!proxy) return;',
    replace: 'if (!proxy || proxy) return;',
    test: fixture('refused-kube-rbac-proxy'),
  },
  {
    guard: 'metrics-proxy: HAProxy does not start where it would listen on every address',
    file: 'src/metrics-proxy/haproxy-config.ts',
    find: "'.if !defined(NODE_IP) || ",
    replace: "'.if ",
    test: { file: 'src/metrics-proxy/generate.test.ts', name: 'never listens on every address' },
  },
  {
    guard: 'metrics-proxy: what was edited by hand is not overwritten',
    file: 'src/metrics-proxy/folder.ts',
    find: 'edited.length > 0 && !force',
    replace: 'false',
    test: { file: 'src/metrics-proxy/folder.test.ts', name: 'refuses to overwrite' },
  },
  {
    guard: 'metrics-proxy: no rights and no token without something that asks the API server',
    file: 'src/metrics-proxy/node-group.ts',
    find: "settings.mode === 'secure' && settings.components.some(({ tls }) => !tls)",
    replace: 'true',
    test: { file: 'src/metrics-proxy/generate.test.ts', name: 'needs no kube-rbac-proxy' },
  },
  {
    guard: 'bump: a tag that was cut from another branch is not believed',
    file: 'src/bump/upstream.ts',
    find: '[tag, ...laterPatches(upstream, tag)]',
    replace: '[tag]',
    test: { file: 'src/commands/bump.test.ts', name: 'is not taken in by a mis-tag' },
  },
  {
    guard: 'bump: never downwards',
    file: 'src/bump/choose-tag.ts',
    find: 'if (difference < 0) {',
    replace: 'if (false) {',
    test: { file: 'src/commands/bump.test.ts', name: 'refuses v1.7.0: downgrade' },
  },
  {
    guard: 'bump: GOLANG_VERSION changes only where the minor grows',
    file: 'src/bump/plan-bump.ts',
    find: 'growsMinor(current, found) ? found : undefined',
    replace: 'found',
    test: { file: 'src/commands/bump.test.ts', name: 'leaves GOLANG_VERSION where the minor does not grow' },
  },
  {
    guard:
      'bump: the versions of a project are those of its own GIT_TAG and its supported branches, in that order',
    file: 'src/bump/projects-file.ts',
    find: 'supported.filter((branch) => repository.has(`${home}/${branch}/GIT_TAG`))',
    replace: 'supported',
    test: { file: 'src/commands/bump.test.ts', name: 'changes the four kinds of file' },
  },
  {
    guard: 'bump: what only tests, tools or vendored code register is not in the binary',
    file: 'src/bump/upstream.ts',
    find: "path.endsWith('.go') && !NOT_DEPLOYED.test(path)",
    replace: "path.endsWith('.go')",
    test: { file: 'src/commands/bump.test.ts', name: 'refuses where no release has it' },
  },
  {
    guard: 'live proof: it must fail without the two rules, or it proves nothing',
    file: 'src/proofs/live/judge.ts',
    find: 'return withoutRules?.metricsReader === 200',
    replace: 'return withoutRules === undefined',
    test: {
      file: 'src/proofs/live/judge.test.ts',
      name: 'does not believe an endpoint that answers without the two rules',
    },
  },
  {
    guard: 'proofs: what the Makefile runs does not learn the password of the module proxy',
    file: 'src/proofs/tools/environment.ts',
    find: '...withoutNetwork(go.environment)',
    replace: '...go.environment',
    test: { file: 'src/proofs/verify.test.ts', name: 'keeps the address of the proxy, with its password' },
  },
  {
    guard: 'proofs: a new fault beside an old one is not excused',
    file: 'src/proofs/excuse.ts',
    find: 'partsOf(one).every((part) => old.has(part))',
    replace: 'partsOf(one).some((part) => old.has(part))',
    test: { file: 'src/proofs/excuse.test.ts', name: 'keeps a failure that has a new part' },
  },
  {
    guard: 'proofs: what was proved before a change is not taken for a proof of the result',
    file: 'src/proofs/evidence-cache.ts',
    find: '.update(bytes);',
    replace: ';',
    test: { file: 'src/proofs/evidence-cache.test.ts', name: 'changes with a byte, a path and a mode' },
  },
];

/** All that fixtures.test.ts holds of one fixture. */
function fixture(name: string): Guard['test'] {
  return { file: 'test/fixtures/fixtures.test.ts', name: `fixture '${name}' ` };
}
