import { describe, expect, it } from 'vitest';
import { HEAD, made, make, migrated } from './carriers.testing.ts';
import { migrate } from './migrate.testing.ts';

describe('the address on its way', () => {
  it('in a field of a struct whose variable has the name of its type', async () => {
    const text = await migrated(`
type config struct {
	metricsAddr, probeAddr string
	leaderElect            bool
}

func newConfig() *config {
	return &config{leaderElect: true}
}

func initFlags(fs *pflag.FlagSet, config *config) {
	fs.StringVar(&config.metricsAddr, "metrics-bind-address", ":8080", "Address.")
	fs.StringVar(&config.probeAddr, "probe", ":8081", "Address.")
}

func main() {
	config := newConfig()
	initFlags(pflag.CommandLine, config)
	pflag.Parse()

${make('config.metricsAddr')}}
`);
    expect(text).toContain(`type config struct {
	probeAddr      string
	managerOptions flags.ManagerOptions
	leaderElect    bool
}
`);
    expect(text).toContain('	flags.AddManagerOptions(fs, &config.managerOptions)\n');
    expect(text).toContain(made('config.managerOptions'));
  });

  it('through a parameter and a field of options that main fills', async () => {
    const text = await migrated(`
type options struct {
	// Where metrics are served.
	MetricsAddr string
	LeaderElect bool
}

func run(leaderElect bool, metricsAddr, probeAddr string) {
	start(options{MetricsAddr: metricsAddr, LeaderElect: leaderElect})
	setupLog.Info(probeAddr)
}

func start(opts options) {
${make('opts.MetricsAddr')}}

func main() {
	var metricsAddr string
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()
	run(true, metricsAddr, ":8081")
}
`);
    expect(text).toContain('	ManagerOptions flags.ManagerOptions\n	LeaderElect    bool\n');
    expect(text).toContain(
      'func run(leaderElect bool, managerOptions flags.ManagerOptions, probeAddr string) {\n',
    );
    expect(text).toContain('	start(options{ManagerOptions: managerOptions, LeaderElect: leaderElect})\n');
    expect(text).toContain(made('opts.ManagerOptions'));
    expect(text).toContain(`	var managerOptions flags.ManagerOptions
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	pflag.Parse()
	run(true, managerOptions, ":8081")
`);
  });

  it.each([
    ['opts := struct{ metricsAddr string }{}', 'opts := struct{ managerOptions flags.ManagerOptions }{}'],
    ['var opts struct{ metricsAddr string }', 'var opts struct{ managerOptions flags.ManagerOptions }'],
    [
      'opts := struct {\n		metricsAddr string\n		probeAddr   string\n	}{metricsAddr: ":8080"}',
      'opts := struct {\n		managerOptions flags.ManagerOptions\n		probeAddr      string\n	}{}',
    ],
  ])('in a field of a struct without a name: %s', async (declared, expected) => {
    const text = await migrated(`
func main() {
	${declared}
	pflag.StringVar(&opts.metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('opts.metricsAddr')}}
`);
    expect(text).toContain(`	${expected}
	flags.AddManagerOptions(pflag.CommandLine, &opts.managerOptions)
`);
    expect(text).toContain(made('opts.managerOptions'));
  });

  it('by assignment from one variable to another', async () => {
    const text = await migrated(`
type config struct{ metricsAddr string }

var cfg config

func main() {
	address := ":8080"
	pflag.StringVar(&address, "metrics-addr", address, "Address.")
	pflag.Parse()
	cfg.metricsAddr = address
	metricsAddr := cfg.metricsAddr

${make('metricsAddr')}}
`);
    expect(text).toContain('type config struct{ managerOptions flags.ManagerOptions }\n');
    expect(text).toContain(`	capiManagerOptions := flags.ManagerOptions{}
	flags.AddManagerOptions(pflag.CommandLine, &capiManagerOptions)
	pflag.Parse()
	cfg.managerOptions = capiManagerOptions
	managerOptions := cfg.managerOptions
`);
  });
});

describe('an address that is only logged beside', () => {
  it.each([
    ['setupLog.Info("starting", "metrics-addr", metricsAddr)'],
    ['setupLog.V(1).Info("starting", "metrics-addr", metricsAddr)'],
    ['ctrl.Log.WithValues("metrics-addr", metricsAddr).Info("starting")'],
  ])('goes: %s', async (call) => {
    const text = await migrated(`
func main() {
	var metricsAddr string
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()
	${call}

${make('metricsAddr')}}
`);
    expect(text).toContain(`	var managerOptions flags.ManagerOptions
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	pflag.Parse()
	${call.replace('metricsAddr', 'managerOptions.DiagnosticsAddress')}
`);
    expect(text).not.toContain('metricsAddr');
  });

  it.each(['log', 'k8s.io/klog/v2'])('goes, from a field and a pointer that %s prints', async (path) => {
    const log = path.includes('klog') ? 'klog' : 'log';
    const imported = HEAD.replace('	"os"\n', `	"os"\n	"${path}"\n`);
    const { files, findings } = await migrate({
      'main.go': `${imported}
type config struct{ addr *string }

func main() {
	c := config{addr: pflag.String("metrics-addr", ":8080", "Address.")}
	pflag.Parse()
	${log}.Printf("at %s", *c.addr)

${make('*c.addr')}}
`.replaceAll('klog.Printf', 'klog.Infof'),
    });
    expect(files['main.go']).toContain('"at %s", c.managerOptions.DiagnosticsAddress)\n');
    expect(findings.map(({ rule }) => rule)).not.toContain('metrics-flag-still-used');
  });

  it.each([
    ['printed', 'fmt.Println(metricsAddr)'],
    ['told to a function of the repository', 'own{}.Info(metricsAddr)'],
    ['ended with', 'klog.Fatal(metricsAddr)'],
  ])('stays where it is %s', async (_name, call) => {
    const imported = HEAD.replace('	"os"\n', '	"fmt"\n	"os"\n');
    const { files } = await migrate({
      'main.go': `${imported}
type own struct{}

func (own) Info(string) {}

func main() {
	var metricsAddr string
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()
	${call}

${make('metricsAddr')}}
`,
    });
    expect(files['main.go']).toContain(`	${call}\n`);
    expect(files['main.go']).toContain('pflag.StringVar(&metricsAddr,');
  });
});
