import { managerPorts, otherPorts } from '../../kubernetes/effective-ports.ts';
import type { RenderedObject } from '../../kubernetes/rendering.ts';
import { renderFiles } from '../../kubernetes/rendering.ts';
import { portsOfService, type ServicePort, servicesSelecting } from '../../kubernetes/services.ts';
import { podEndpoints } from '../../kubernetes/services-monitors.ts';
import type { Repository } from '../../repository/repository.ts';
import { search } from '../../repository/search.ts';
import { isOldPort, oldPorts } from '../served-ports.ts';
import type { Layout } from './layout.ts';

/** As kubebuilder has called it since its first release. */
export const SERVICE_NAME = 'controller-manager-metrics-service';

/**
 * Whether a Service or PodMonitor of the repository, deployed or not, may lead to the manager's metrics. A ServiceMonitor
 * needs a Service. In doubt something does.
 */
export function isReached(repository: Repository, layout: Layout): boolean {
  const all = renderFiles(repository, layout.overlay.path, manifestsWith(repository));
  const labels = new Map(
    layout.renderings.flatMap((it) => [it.deployment, ...it.patches]).flatMap((it) => [...it.podLabels]),
  );
  return (
    all.objects.some(({ kind, name }) => kind === 'Service' && name.endsWith(SERVICE_NAME)) ||
    servicesSelecting(all, labels).some((service) => leadsToMetrics(service, layout)) ||
    podEndpoints(all, labels).length > 0
  );
}

function manifestsWith(repository: Repository): string[] {
  const isManifest = (path: string) => /\.(?:ya?ml|json)$/.test(path);
  return [...new Set(['Service', 'PodMonitor'].flatMap((kind) => search(repository, kind, isManifest)))];
}

function leadsToMetrics(service: RenderedObject, layout: Layout): boolean {
  return portsOfService(service).some((port) => !isForSomethingElse(port, layout));
}

/** Webhooks, and ports that a container declares for something else. */
function isForSomethingElse({ service, name = '', target }: ServicePort, layout: Layout): boolean {
  if (target === '9443' || [service.name, name, target].some((it) => /webhook/i.test(it))) return true;
  const { renderings, decision, port } = layout;
  return renderings.some((rendering) => {
    const declared = [...managerPorts(rendering), ...otherPorts(rendering)].map((it) => it.port);
    const found = declared.find((it) => it.name === target || String(it.number) === target);
    return found && found.number !== port && !isOldPort(found, oldPorts(decision, rendering));
  });
}
