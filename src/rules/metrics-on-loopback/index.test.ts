import { describeRule } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'config/manager/manager.yaml': ['DIAGNOSTICS_ADDRESS:=:8443', 'DIAGNOSTICS_ADDRESS:=127.0.0.1:8443'],
  },
  at: 'config/manager/manager.yaml:32',
  near: {
    'config/manager/manager.yaml': ['DIAGNOSTICS_ADDRESS:=:8443', 'DIAGNOSTICS_ADDRESS:=0.0.0.0:8443'],
  },
});
