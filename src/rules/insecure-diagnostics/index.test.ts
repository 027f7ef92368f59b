import { describeRule } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { 'config/manager/manager.yaml': ['INSECURE_DIAGNOSTICS:=false', 'INSECURE_DIAGNOSTICS:=true'] },
  at: 'config/manager/manager.yaml:33',
  near: {
    'config/manager/manager.yaml': [
      '"--diagnostics-address=${CAPI_DIAGNOSTICS_ADDRESS:=:8443}"\n        - "--insecure-diagnostics=${CAPI_INSECURE_DIAGNOSTICS:=false}"',
      '--diagnostics-address=127.0.0.1:8080\n        - --insecure-diagnostics',
    ],
  },
});
