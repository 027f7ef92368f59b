import { describeRule } from '../../../test/setup/rule-example.ts';
import { alsoResources, metricsService } from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'config/rbac/kustomization.yaml': alsoResources('metrics_service.yaml', 'monitor.yaml'),
    'config/rbac/metrics_service.yaml': metricsService('metrics'),
    'config/rbac/monitor.yaml': `apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: metrics-monitor\n  namespace: system\nspec:\n  endpoints:\n  - path: /metrics\n    port: https\n  selector:\n    matchLabels:\n      control-plane: controller-manager\n`,
  },
  at: 'config/rbac/monitor.yaml:8',
  near: {
    'config/rbac/kustomization.yaml': alsoResources('metrics_service.yaml', 'monitor.yaml'),
    'config/rbac/metrics_service.yaml': metricsService('metrics'),
    'config/rbac/monitor.yaml': `apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: metrics-monitor\n  namespace: system\nspec:\n  endpoints:\n  - path: /metrics\n    port: https\n    scheme: https\n    bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token\n    tlsConfig:\n      insecureSkipVerify: true\n  selector:\n    matchLabels:\n      control-plane: controller-manager\n`,
  },
});
