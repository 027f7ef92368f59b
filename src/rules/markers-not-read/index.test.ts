import { describeRule } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { Makefile: ['paths="./..."', 'paths=./controllers/...'] },
  at: 'Makefile:14',
  near: { Makefile: ['paths="./..."', 'paths=./ paths=./controllers/...'] },
});
