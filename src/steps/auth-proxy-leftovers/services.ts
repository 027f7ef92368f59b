import type { RenderedObject } from '../../kubernetes/rendering.ts';
import { scrapeAnnotations } from '../../kubernetes/scrape-annotations.ts';
import {
  isAboutMetrics,
  portsOfService,
  resolves,
  type ServicePort,
  servicesSelecting,
  targetNumber,
} from '../../kubernetes/services.ts';
import { mapAt, pairOf } from '../../kubernetes/yaml-file.ts';
import { type Change, edit } from '../../repository/change.ts';
import { withoutRepeats } from '../../repository/without-repeats.ts';
import { lineBehind } from '../line-behind.ts';
import { type Part, STEP } from './part.ts';
import type { Subject } from './subject.ts';

/** Re-aims Services that reached metrics through a port that is gone: same name, same port, another targetPort. */
export function planServices(subjects: readonly Subject[]): Part {
  const changes = subjects.flatMap((subject) => [
    ...lostPorts(subject).map((port) => reAim(port, subject)),
    ...servicesSelecting(subject.rendering, subject.podLabels).flatMap((it) => reAnnotate(it, subject)),
  ]);
  return { changes: withoutRepeats(changes), findings: [], afterMerge: [] };
}

/** Ports of Services that lead to the secure port once the migration is done. */
export function securePorts(subject: Subject): readonly ServicePort[] {
  const { decision } = subject;
  const lost = lostPorts(subject);
  return portsTo(subject).filter(
    (it) => lost.includes(it) || it.target === decision.portName || it.target === String(decision.port),
  );
}

/** Ports that lead nowhere after the migration: to the sidecar's name, or to the number of the old metrics port. */
function lostPorts(subject: Subject): readonly ServicePort[] {
  const { decision, declared, oldPorts, proxyPorts } = subject;
  return portsTo(subject).filter((port) => {
    if (port.target === decision.portName || port.target === String(decision.port)) return false;
    if (proxyPorts.some((it) => it.name === port.target || String(it.number) === port.target)) return true;
    const number = targetNumber(port, declared);
    if (number !== undefined && oldPorts.has(number)) return true;
    // A dangling port of something else is not ours to mend.
    return !resolves(port, declared) && isAboutMetrics(port);
  });
}

const portLists = new WeakMap<Subject, readonly ServicePort[]>();

/** Read once for a subject, so that the same port is the same object. */
function portsTo(subject: Subject): readonly ServicePort[] {
  const ports =
    portLists.get(subject) ?? servicesSelecting(subject.rendering, subject.podLabels).flatMap(portsOfService);
  portLists.set(subject, ports);
  return ports;
}

/** The number, not a name: it resolves in every overlay, whatever the container calls its port. */
function reAim(port: ServicePort, { decision }: Subject): Change {
  const { file } = port.service;
  const reason = `the manager itself serves metrics on ${decision.port} now; nothing listens on ${JSON.stringify(port.target)} any more`;
  const range = port.targetNode?.range;
  if (range) {
    return edit(file, { start: range[0], end: range[1] }, String(decision.port), { step: STEP, reason });
  }
  const anchor = pairOf(port.node, 'port');
  return lineBehind(file, anchor, [`targetPort: ${decision.port}`], { step: STEP, reason });
}

function reAnnotate({ file, document }: RenderedObject, { decision, oldPorts }: Subject): Change[] {
  const annotations = mapAt(document.contents, ['metadata', 'annotations']);
  const reason = 'Prometheus scrapes the port that this annotation names.';
  return scrapeAnnotations(file, annotations, oldPorts, decision.port).map((splice) =>
    edit(file, splice, splice.text, { step: STEP, reason }),
  );
}
