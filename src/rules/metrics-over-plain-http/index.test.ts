import { provider } from '../../../test/setup/provider.ts';
import { describeRule } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { 'config/manager/manager.yaml': ['127.0.0.1:8080', ':8080'] },
  at: 'main.go:15',
  near: { 'config/manager/manager.yaml': ['127.0.0.1:8080', '0'] },
  base: provider(),
});
