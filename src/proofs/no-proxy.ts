import { type Evidence, failed, ownJudgement, passed } from './evidence.ts';
import type { Proof } from './proof.ts';
import { containersOf } from './rendered/rendered.ts';
import { type RenderedManager, renderedManagers } from './rendered/rendition.ts';

/** No kube-rbac-proxy is left beside a manager. */
export const noProxy: Proof = {
  id: 'no-proxy',
  title: 'no kube-rbac-proxy beside the manager',
  weight: 'light',
  run: async (subject) => (await renderedManagers(subject)).map(judge),
};

function judge({ manager, rendition, workload }: RenderedManager): Evidence {
  const name = `${manager.entryPoint} in ${rendition.place.path}`;
  const proxy = containersOf(workload).find(
    ({ image = '', name: container = '' }) =>
      /kube-rbac-proxy/.test(image) || container === 'kube-rbac-proxy',
  );
  if (!proxy) return passed('no-proxy', name, ownJudgement);
  const patches = [
    ...manager.manifests.patches,
    ...manager.manifests.deployments,
    ...manager.manifests.templates,
  ];
  const file = patches.find(({ file: { text } }) => text.includes('kube-rbac-proxy'));
  const at = file?.file.text.split('\n').findIndex((line) => line.includes('kube-rbac-proxy')) ?? -1;
  return failed(
    'no-proxy',
    name,
    ownJudgement,
    `the container ${proxy.name} (${proxy.image}) still runs beside the manager`,
    {
      ...(file ? { file: file.path, line: at + 1 } : {}),
    },
  );
}
