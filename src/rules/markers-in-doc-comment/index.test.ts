import { describeRule } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { 'main.go': [`verbs=create\n\nfunc main`, `verbs=create\nfunc main`] },
  at: 'main.go:39',
  near: { 'main.go': ['\nfunc main', '\n// main starts the manager.\nfunc main'] },
});
