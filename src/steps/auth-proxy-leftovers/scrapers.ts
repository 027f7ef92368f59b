import { renderFiles } from '../../kubernetes/rendering.ts';
import {
  endpointsScraping,
  podEndpoints,
  type ScrapeEndpoint,
  type ScrapeSetting,
} from '../../kubernetes/services-monitors.ts';
import { policiesBlocking } from '../../kubernetes/services-policies.ts';
import { nodeAt, pairOf } from '../../kubernetes/yaml-file.ts';
import type { Finding } from '../../migration/finding.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt, type SourceFile } from '../../repository/source-file.ts';
import { lineBehind } from '../line-behind.ts';
import { type Part, STEP } from './part.ts';
import { securePorts } from './services.ts';
import type { Subject } from './subject.ts';

const WHY = {
  step: STEP,
  reason: 'metrics are served over https to authorized clients only; the certificate is self-signed',
};

/** What Prometheus needs, in the words of kubebuilder’s own ServiceMonitor (facts C1). */
const LINES: Readonly<Record<ScrapeSetting, readonly string[]>> = {
  scheme: ['scheme: https'],
  authorization: ['bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token'],
  tlsConfig: ['tlsConfig:', '  insecureSkipVerify: true'],
};

/** Makes ServiceMonitors that are deployed scrape over https; lists what must be looked at by a person. */
export function planScrapers(repository: Repository, subjects: readonly Subject[]): Part {
  const endpoints = subjects.flatMap((subject) =>
    securePorts(subject).flatMap((port) => endpointsScraping(subject.rendering, port)),
  );
  const distinct = [...new Map(endpoints.map((it) => [it.node, it])).values()];
  return {
    changes: distinct.flatMap(secure),
    findings: unique(
      subjects.flatMap((subject) => [
        ...apartFindings(repository, subject),
        ...podFindings(subject),
        ...policyFindings(subject),
      ]),
    ),
    afterMerge: [],
  };
}

function secure({ monitor, node, missing }: ScrapeEndpoint): Change[] {
  const { file } = monitor;
  const changes: Change[] = [];
  const scheme = nodeAt(node, ['scheme']);
  if (missing.includes('scheme') && scheme?.range) {
    changes.push(edit(file, { start: scheme.range[0], end: scheme.range[1] }, 'https', WHY));
  }
  const absent = missing.filter((it) => it !== 'scheme' || !scheme);
  if (absent.length > 0) changes.push(addLines(file, node, absent));
  return changes;
}

function addLines(file: SourceFile, node: ScrapeEndpoint['node'], absent: readonly ScrapeSetting[]): Change {
  const anchor = pairOf(node, 'scheme') ?? pairOf(node, 'port');
  if (!node.flow)
    return lineBehind(
      file,
      anchor,
      absent.flatMap((it) => LINES[it]),
      WHY,
    );
  const flow = { ...LINES, tlsConfig: ['tlsConfig: {insecureSkipVerify: true}'] };
  return lineBehind(
    file,
    anchor,
    absent.flatMap((it) => flow[it]),
    WHY,
  );
}

/** Where monitors are kept that are applied by hand, or switched on by a commented line. */
const MONITOR_FILES = /(^|\/)(prometheus|monitoring|monitor)[^/]*(\/[^/]+)?\.ya?ml$/;

/** ServiceMonitors that would scrape the Service but are not deployed with it. */
function apartFindings(repository: Repository, subject: Subject): Finding[] {
  if (!subject.running) return [];
  const deployed = new Set(subject.rendering.objects.map((it) => it.file.path));
  const apart = repository.paths.filter((path) => MONITOR_FILES.test(path) && !deployed.has(path));
  const rendering = renderFiles(repository, subject.rendering.path, apart);
  const endpoints = securePorts(subject).flatMap((port) => endpointsScraping(rendering, port));
  return endpoints
    .filter((it) => it.missing.length > 0)
    .map(({ monitor, node, missing }) => ({
      rule: 'service-monitor-insecure',
      level: 'note',
      path: monitor.file.path,
      ...positionAt(monitor.file.text, node.range?.[0] ?? 0),
      message: `this ServiceMonitor is not deployed with the manager, and lacks ${missing.join(', ')} for its secured endpoint`,
      fix: 'Before it is used, give it scheme https, a bearer token and tlsConfig.insecureSkipVerify.',
    }));
}

/** A PodMonitor knows no bearerTokenFile: how its token gets there is a person’s decision. */
function podFindings(subject: Subject): Finding[] {
  const { rendering, podLabels, decision, running } = subject;
  if (!running) return [];
  const names = [
    decision.portName,
    ...subject.declared.filter((it) => subject.oldPorts.has(it.number ?? 0)).map((it) => it.name),
  ];
  const endpoints = podEndpoints(rendering, podLabels).filter(
    (it) => names.includes(it.port) && it.missing.length > 0,
  );
  return endpoints.map(({ monitor, node, missing }) => ({
    rule: 'pod-monitor-insecure',
    level: 'warning',
    path: monitor.file.path,
    ...positionAt(monitor.file.text, node.range?.[0] ?? 0),
    message: `this PodMonitor lacks ${missing.join(', ')} for the secured endpoint`,
    fix: `Scrape port ${decision.portName} with scheme https, tlsConfig.insecureSkipVerify and an authorization secret.`,
  }));
}

function policyFindings({ rendering, podLabels, decision, declared }: Subject): Finding[] {
  const secured = { number: decision.port, name: decision.portName };
  return policiesBlocking(rendering, podLabels, secured, declared).map((policy) => ({
    rule: 'network-policy-blocks-metrics',
    level: 'warning',
    path: policy.file.path,
    ...positionAt(policy.file.text, policy.document.contents?.range?.[0] ?? 0),
    message: `this NetworkPolicy does not let port ${decision.port} of the manager through`,
    fix: `Allow ingress to port ${decision.port} from where Prometheus runs.`,
  }));
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((it) => [`${it.rule} ${it.path}:${it.line}`, it])).values()];
}
