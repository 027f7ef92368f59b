import { beforeAll, describe, expect, it } from 'vitest';
import { isLogged } from './logging.ts';
import { programOf, token } from './program.testing.ts';
import { loadGoGrammar } from './syntax.ts';

beforeAll(loadGoGrammar);

function logged(call: string): boolean {
  const program = programOf({
    'a.go': `package a

import (
	"fmt"
	"log"
	"log/slog"

	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"
)

var setupLog = ctrl.Log.WithName("setup")

type server struct{}

func (server) Info(addr string) {}

func f(addr string, err error) {
	${call}
}
`,
  });
  return isLogged(program, token(program, 'a.go', 'addr'));
}

describe('told to a log', () => {
  it.each([
    'setupLog.Info("at", "addr", addr)',
    'setupLog.V(1).Info("at", "addr", addr)',
    'setupLog.Error(err, "at", "addr", addr)',
    'ctrl.Log.WithValues("addr", addr).Info("at")',
    'ctrl.LoggerFrom(nil).Info("at", "addr", addr)',
    'log.Printf("%s", addr)',
    'log.Println(addr)',
    'slog.Info("at", "addr", addr)',
    'klog.InfoS("at", "addr", addr)',
    'klog.V(2).Infof("%s", addr)',
    'setupLog.Info("at " + (addr))',
    'setupLog.Info(fmt.Sprintf("at %s", addr), "version", 1)',
    'log.Print(fmt.Sprint("at "+addr))',
    'zapLog.Infow("at", "addr", addr)',
  ])('%s', (call) => {
    expect(logged(call)).toBe(true);
  });
});

describe('used', () => {
  it.each([
    'fmt.Println(addr)',
    'log.Fatal(addr)',
    'klog.Fatalf("%s", addr)',
    'listen(addr)',
    'server{}.Info(addr)',
    'setupLog.Info(normal(addr))',
    'listen(fmt.Sprintf("%s", addr))',
    'listen("at " + addr)',
    'setupLog.Info("at", "same", "" == addr)',
    'setupLog.SetAddress(addr)',
    'other := addr',
  ])('%s', (call) => {
    expect(logged(call)).toBe(false);
  });
});
