import { renderAt } from '../../kubernetes/rendering.ts';
import { targetNumber } from '../../kubernetes/services.ts';
import { endpointsScraping } from '../../kubernetes/services-monitors.ts';
import { endpointIn } from '../../migration/endpoint.ts';
import type { Rule } from '../../migration/rule.ts';
import { shippedRenderings } from '../../survey/shipped-renderings.ts';
import { distinct } from '../distinct.ts';
import { declaredPorts, servicePortsIn } from '../overlay-services.ts';
import { placeOfNode } from '../place.ts';

/** A server that speaks https answers 400 to plain http: the target is down from the first scrape on. */
export const rule: Rule = {
  id: 'service-monitor-plain-http',
  level: 'warning',
  repairedBy: 'auth-proxy-leftovers',
  check({ survey, decisions }) {
    const secured = decisions.filter(({ adopted }) => adopted);
    return distinct(
      secured.flatMap((decision) =>
        shippedRenderings(decision.manager).flatMap((running) => {
          const { port, isPlain } = endpointIn(decision, running);
          if (port === undefined || isPlain) return [];
          const rendering = renderAt(survey.repository, running.overlay);
          const declared = declaredPorts(running);
          return servicePortsIn(survey.repository, running)
            .filter((it) => targetNumber(it, declared) === port)
            .flatMap((it) => endpointsScraping(rendering, it))
            .filter(({ missing }) => missing.includes('scheme') || missing.includes('authorization'))
            .map(({ monitor, node, missing }) => ({
              ...placeOfNode(monitor.file, node),
              message: `this ServiceMonitor lacks ${missing.join(', ')} for an endpoint that speaks https and asks for a token: every scrape fails`,
              fix: 'Give it scheme https, a bearer token and a tlsConfig.',
            }));
        }),
      ),
    );
  },
};
