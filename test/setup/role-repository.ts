import { surveyModules } from '../../src/golang/go-mod.ts';
import { noManifests } from '../../src/kubernetes/manager-manifests.ts';
import type { Decision } from '../../src/migration/decision.ts';
import type { Step } from '../../src/migration/step.ts';
import { applyInMemory, buildChangeSet } from '../../src/repository/change-set.ts';
import { memoryRepository } from '../../src/repository/memory-repository.ts';
import type { Repository } from '../../src/repository/repository.ts';
import { emulateCall } from '../../src/survey/generated-role.ts';
import { surveyGeneratorCalls } from '../../src/survey/generators.ts';
import { surveyManifests } from '../../src/survey/manifests.ts';
import type { Survey } from '../../src/survey/model.ts';
import { decide, managerSource } from './manager-manifests.ts';

/** The survey of a repository whose managers are the packages main in `directories`; no Go is parsed for it. */
export function surveyOf(repository: Repository, directories: readonly string[] = ['.']): Survey {
  const modules = surveyModules(repository);
  const generatorCalls = surveyGeneratorCalls(repository);
  const sources = directories.map((directory) =>
    managerSource({
      packageDirectory: directory,
      entryPoint: directory === '.' ? 'main.go' : `${directory}/main.go`,
    }),
  );
  const manifests = surveyManifests(repository, sources);
  const managers = sources.map((source) => ({
    entryPoint: source.entryPoint,
    module: source.module,
    source,
    manifests: manifests.get(source) ?? noManifests,
  }));
  return { repository, modules, managers, generatorCalls };
}

/** What steps leave of a repository, and whether they would change it again. */
export function runRoleSteps(
  steps: readonly Step[],
  files: Readonly<Record<string, string>>,
  directories: readonly string[] = ['.'],
  parts: Partial<Decision> = {},
) {
  const repository = memoryRepository(files);
  const first = planAll(steps, repository, directories, parts);
  const changeSet = buildChangeSet(repository, first.changes);
  const after = applyInMemory(repository, changeSet);
  return {
    changed: changeSet.files.map((file) => file.path).sort(),
    text: (path: string) => after.tryRead(path)?.text ?? '',
    findings: first.findings,
    again: planAll(steps, after, directories, parts).changes,
    regenerated: regenerated(after, directories),
  };
}

function planAll(
  steps: readonly Step[],
  repository: Repository,
  directories: readonly string[],
  parts: Partial<Decision>,
) {
  const survey = surveyOf(repository, directories);
  const sources = survey.managers.map((manager) => manager.source);
  const decisions = decide(repository, sources).map((decision, index) => ({
    ...decision,
    ...parts,
    manager: survey.managers[index] ?? decision.manager,
  }));
  const results = steps.map((step) => step.plan({ survey, decisions }));
  return {
    changes: results.flatMap((result) => result.changes),
    findings: results.flatMap((result) => result.findings),
  };
}

/** The files that controller-gen would write now, by path. */
function regenerated(repository: Repository, directories: readonly string[]): Record<string, string> {
  const survey = surveyOf(repository, directories);
  const written = survey.generatorCalls.flatMap((call) => {
    const text = emulateCall(repository, call, survey.modules).text;
    return text !== undefined && call.role?.file ? [[call.role.file, text] as const] : [];
  });
  return Object.fromEntries(written);
}

/** A rule as controller-gen prints it. */
export function ruleText(group: string, resource: string, ...verbs: string[]): string {
  const items = verbs.map((verb) => `  - ${verb}\n`).join('');
  return `- apiGroups:\n  - ${group}\n  resources:\n  - ${resource}\n  verbs:\n${items}`;
}

/** The two rules of the endpoint. */
export const REVIEW_RULES =
  ruleText('authentication.k8s.io', 'tokenreviews', 'create') +
  ruleText('authorization.k8s.io', 'subjectaccessreviews', 'create');

/** A ClusterRole called `manager-role`. */
export function roleText(rules: string): string {
  return `---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: manager-role\nrules:\n${rules}`;
}

/** A binding of `manager-role` to the manager. */
export function bindingText(kind: 'ClusterRoleBinding' | 'RoleBinding', role = 'manager-role'): string {
  const roleKind = kind === 'RoleBinding' ? 'Role' : 'ClusterRole';
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata:\n  name: manager-rolebinding\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ${roleKind}\n  name: ${role}\nsubjects:\n- kind: ServiceAccount\n  name: controller-manager\n  namespace: system\n`;
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: controller-manager
  namespace: system
spec:
  template:
    spec:
      serviceAccountName: controller-manager
      containers:
      - name: manager
        image: controller:latest
        command: [/manager]
        args: ["--leader-elect"]
`;

/** A provider as kubebuilder lays it out, whose Makefile generates config/rbac/role.yaml from two markers. */
export function provider(files: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    'go.mod': 'module example.com/weaver\n\ngo 1.24\n',
    'main.go': 'package main\n\nfunc main() {\n}\n',
    'controllers/loom.go':
      'package controllers\n\n// +kubebuilder:rbac:groups="",resources=events,verbs=create\n// +kubebuilder:rbac:groups=weaver.example.com,resources=looms,verbs=get\n\nfunc reconcile() {}\n',
    Makefile:
      'CONTROLLER_GEN_VER := v0.16.5\n\nmanifests:\n\t$(CONTROLLER_GEN) \\\n\t\tpaths=./controllers/... \\\n\t\trbac:roleName=manager-role\n',
    'config/default/kustomization.yaml':
      'namePrefix: weaver-\nnamespace: weaver-system\nresources:\n- ../manager\n- ../rbac\n',
    'config/manager/kustomization.yaml': 'resources:\n- manager.yaml\n',
    'config/manager/manager.yaml': DEPLOYMENT,
    'config/rbac/kustomization.yaml': 'resources:\n- role.yaml\n- role_binding.yaml\n- account.yaml\n',
    'config/rbac/account.yaml':
      'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: controller-manager\n  namespace: system\n',
    'config/rbac/role.yaml': roleText(OWN_RULES),
    'config/rbac/role_binding.yaml': bindingText('ClusterRoleBinding'),
    ...files,
  };
}

/** What the markers of {@link provider} make. */
export const OWN_RULES = ruleText('""', 'events', 'create') + ruleText('weaver.example.com', 'looms', 'get');

/** The role of {@link provider} with the rules of the endpoint, in controller-gen's order. */
export const FULL_ROLE = roleText(
  ruleText('""', 'events', 'create') + REVIEW_RULES + ruleText('weaver.example.com', 'looms', 'get'),
);
