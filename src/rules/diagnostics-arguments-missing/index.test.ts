import { describeRule } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'config/manager/manager.yaml': [
      '"--diagnostics-address=${CAPI_DIAGNOSTICS_ADDRESS:=:8443}"\n        - "--insecure-diagnostics=${CAPI_INSECURE_DIAGNOSTICS:=false}"',
      '"--v=2"',
    ],
  },
  at: 'config/manager/manager.yaml:31',
  near: {
    'config/manager/manager.yaml': [
      '"--insecure-diagnostics=${CAPI_INSECURE_DIAGNOSTICS:=false}"',
      '"--v=2"',
    ],
  },
});
