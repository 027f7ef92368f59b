import { beforeAll, describe, expect, it } from 'vitest';
import type { ManagerSource } from '../golang/manager-source.ts';
import { loadGoGrammar } from '../golang/syntax.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { surveyManagerSources } from './go-managers.ts';

beforeAll(loadGoGrammar);

function survey(files: Record<string, string>): ManagerSource[] {
  const module = {
    directory: '.',
    file: 'go.mod',
    modulePath: 'example.org/provider',
    goVersion: undefined,
    requirements: [],
    replacements: [],
    vendored: false,
  };
  return surveyManagerSources(memoryRepository(files), [module]);
}

describe('a command line that another package reads', () => {
  const options = `package options

import "flag"

type Options struct {
	MetricsAddr string
}

func FromCommandLine() *Options {
	o := &Options{}
	flag.StringVar(&o.MetricsAddr, "metrics-addr", ":8080", "Address.")
	flag.Parse()
	return o
}
`;
  const program = `package main

import (
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"example.org/provider/pkg/options"
)

func main() {
	o := options.FromCommandLine()
	mgr, err := ctrl.NewManager(nil, ctrl.Options{Metrics: server.Options{BindAddress: o.MetricsAddr}})
	_, _ = mgr, err
}
`;

  it('is found there', () => {
    const [source] = survey({ 'main.go': program, 'pkg/options/options.go': options });
    expect(source?.problem).toBeUndefined();
    expect(source?.metricsFlags.map(({ name, path }) => [name, path])).toEqual([
      ['metrics-addr', 'pkg/options/options.go'],
    ]);
    expect(source?.parse?.file.path).toBe('pkg/options/options.go');
  });
});

describe('managers of commands', () => {
  const root = `package cmd

import "github.com/spf13/cobra"

var rootCmd = &cobra.Command{Use: "x"}

func Execute() error { return rootCmd.Execute() }
`;
  const server = `package cmd

import (
	"github.com/spf13/cobra"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var addr string

func init() {
	serve := &cobra.Command{Use: "serve", RunE: run}
	serve.Flags().StringVar(&addr, "metrics-addr", ":8080", "Address.")
	rootCmd.AddCommand(serve)
}

func run(*cobra.Command, []string) error {
	_, err := ctrl.NewManager(nil, ctrl.Options{Metrics: server.Options{BindAddress: addr}})
	return err
}
`;
  const entry = (path: string) => `package main

import "${path}"

func main() {
	_ = cmd.Execute()
}
`;

  it('are reached through func init of a package that is linked in', () => {
    const files = { 'cmd/root.go': root, 'cmd/server.go': server };
    const [source] = survey({ ...files, 'main.go': entry('example.org/provider/cmd') });
    expect(source?.entryPoint).toBe('main.go');
    expect(source?.parse?.form).toBe('cobra');
    expect(source?.metricsFlags.map(({ name }) => name)).toEqual(['metrics-addr']);
    expect(source?.problem).toBeUndefined();
  });

  it('are not reached from a program that links another package', () => {
    const other = root.replace('Use: "x"', 'Use: "y"');
    const files = { 'cmd/root.go': root, 'cmd/server.go': server, 'cli/root.go': other };
    expect(survey({ ...files, 'main.go': entry('example.org/provider/cli') })).toEqual([]);
  });
});
