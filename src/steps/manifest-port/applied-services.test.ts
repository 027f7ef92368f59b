import { describe, expect, it } from 'vitest';
import { deploymentText, kustomizeTree, runStep } from '../../../test/setup/manager-manifests.ts';
import { step } from './index.ts';

const MANAGER = deploymentText('- name: manager\n  image: a\n  args:\n  - --metrics-bind-address=:8080\n');

const service = (port: string, selector = 'control-plane: controller-manager') =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: own\nspec:\n  ports:\n  - port: 80\n    targetPort: ${port}\n  selector:\n    ${selector}\n`;

const embedding = (pattern: string) =>
  `package assets\n\nimport "embed"\n\n//go:embed ${pattern}\nvar files embed.FS\n`;

function told(files: Readonly<Record<string, string>>, decision = {}) {
  const { findings } = runStep(step, { ...kustomizeTree(MANAGER), ...files }, { decision });
  return findings.filter(({ rule }) => rule === 'applied-service');
}

describe('a Service that the program applies itself', () => {
  it.each(['*.yaml', 'own.yaml', 'other.txt "own.yaml"', 'all:.'])(
    'is told, from a file embedded by %s',
    (pattern) => {
      const files = {
        'assets/assets.go': embedding(pattern),
        'assets/own.yaml': `# Ours.\n${service('8080')}`,
      };
      expect(told(files)).toMatchObject([{ level: 'warning', path: 'assets/own.yaml', line: 2 }]);
      expect(told(files)[0]?.message).toContain('port 8080');
    },
  );

  it('is told, from a Go string', () => {
    const text = `package assets\n\nconst own = \`\n${service('8080')}\`\n`;
    expect(told({ 'assets/own.go': text })).toMatchObject([{ path: 'assets/own.go', line: 4 }]);
    expect(told({ 'assets/own_test.go': text })).toEqual([]);
    expect(told({ 'test/own.go': text })).toEqual([]);
  });

  it.each([
    ['another port', service('9090')],
    ['a port by its name', service('metrics')],
    ['other pods', service('8080', 'control-plane: controller-manager\n    app: loom')],
    ['other pods altogether', service('8080', 'app: loom')],
    ['no pods', service('8080', '{}')],
    ['pods of a template', service('8080', 'app: {{ .Name }}')],
  ])('is none of the manager’s with %s', (_title, text) => {
    expect(told({ 'assets/assets.go': embedding('*.yaml'), 'assets/own.yaml': text })).toEqual([]);
  });

  it('is none where nothing embeds it, where a kustomization applies it, or where the manager was secured before', () => {
    const files = { 'assets/own.yaml': service('8080') };
    expect(told({ ...files, 'other/assets.go': embedding('*.yaml') })).toEqual([]);
    const applied = { ...files, 'assets/kustomization.yaml': 'resources:\n- own.yaml\n' };
    expect(told({ ...applied, 'assets/assets.go': embedding('*.yaml') })).toEqual([]);
    expect(told({ ...files, 'assets/assets.go': embedding('*.yaml') }, { adopted: true })).toEqual([]);
  });
});
