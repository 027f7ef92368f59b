import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/migration/finding.ts';
import { type MigrationPlan, planMigration } from '../../src/migration/migration.ts';
import { defaultOptions } from '../../src/migration/options.ts';
import type { Rule } from '../../src/migration/rule.ts';
import { unifiedDiff } from '../../src/repository/diff.ts';
import { memoryRepository } from '../../src/repository/memory-repository.ts';
import { pathsIn } from '../tools/tree.ts';

const BASE = fileURLToPath(new URL('../../fixtures/already-migrated/before/', import.meta.url));

/** What is different from the base in one file: its whole text, a replacement in it, or nothing left of it. */
export type Change = string | null | readonly [from: string, to: string];
export type Changes = Readonly<Record<string, Change>>;

/** A provider of Cluster API in which everything is right: no rule finds anything in it. */
export function rightProvider(): Record<string, string> {
  return Object.fromEntries(pathsIn(BASE).map((path) => [path, readFileSync(BASE + path, 'utf8')]));
}

/** A tree with some files changed. Throws where a replaced text does not stand. */
export function changed(base: Readonly<Record<string, string>>, changes: Changes): Record<string, string> {
  const files = new Map(Object.entries(base));
  for (const [path, change] of Object.entries(changes)) {
    if (change === null) files.delete(path);
    else files.set(path, typeof change === 'string' ? change : replaced(files.get(path) ?? '', change, path));
  }
  return Object.fromEntries(files);
}

function replaced(text: string, [from, to]: readonly [string, string], path: string): string {
  if (!text.includes(from)) throw new Error(`${path} does not hold ${JSON.stringify(from)}`);
  return text.replace(from, () => to);
}

/** What is planned for a tree. */
export function planOf(files: Readonly<Record<string, string>>): Promise<MigrationPlan> {
  return planMigration(memoryRepository(files), defaultOptions);
}

/** One rule, shown by a fault and by what is nearly one. */
export interface RuleExample {
  readonly fault: Changes;
  /** `path:line` of the finding. */
  readonly at: string;
  readonly near: Changes;
  /** Of this finding; the rule's unless given. */
  readonly level?: Finding['level'];
  /** Ids of other rules whose faults this one brings along, e.g. a note that is always there. */
  readonly also?: readonly string[];
  /** The tree that is changed; {@link rightProvider} unless given. */
  readonly base?: Readonly<Record<string, string>>;
  /** False where this version does not repair it yet. */
  readonly repairs?: boolean;
}

/** Tests of a rule by its example, and of its page, whose own example must be the same. */
export function describeRule(rule: Rule, example: RuleExample): void {
  const { fault, near, at, also = [], base = rightProvider(), level = rule.level } = example;
  const { repairs = rule.repairedBy !== undefined } = example;
  const faulty = changed(base, fault);
  const isOwn = (finding: Finding) => finding.rule === rule.id;
  if (Object.keys(near).length === 0) throw new Error(`${rule.id}: an example needs a near miss`);

  describe(rule.id, () => {
    test('finds the fault at its place, once, and nothing else', async () => {
      const { findings } = (await planOf(faulty)).inspection;
      const own = findings.filter(isOwn);
      expect(own.map(({ path, line }) => `${path}:${line}`)).toEqual([at]);
      expect(own[0]?.level).toBe(level);
      expect(findings.filter((finding) => !isOwn(finding)).map((finding) => finding.rule)).toEqual(also);
    });

    test('does not find what is nearly a fault', async () => {
      const { findings } = (await planOf(changed(base, near))).inspection;
      expect(findings.filter(isOwn)).toEqual([]);
    });

    test('says truly whether the migration repairs it', async () => {
      const { findings, remaining } = (await planOf(faulty)).inspection;
      expect(findings.filter(isOwn).map(({ repairedBy }) => repairedBy?.[0])).toEqual([
        repairs ? rule.repairedBy : undefined,
      ]);
      expect(remaining.some(isOwn)).toBe(!repairs);
    });

    test('has a page whose examples are this one', async () => {
      const page = pageOf(rule);
      expect(page).toMatch(/^# .+\n\n/);
      const blocks = [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
      expect(blocks.length).toBeGreaterThan(0);
      const diff = unifiedDiff((await planOf(faulty)).changeSet);
      for (const [, language, shown = ''] of blocks)
        expect((language === 'diff' ? diff : textOf(faulty)).includes(shown), shown).toBe(true);
    });

    test('has a page that shows its repair, or says why there is none', () => {
      const page = pageOf(rule);
      expect(page.includes('```diff')).toBe(repairs);
      expect(/^## Repair\n\n(Not done for you|By hand)/m.test(page)).toBe(!repairs);
    });
  });
}

function textOf(files: Readonly<Record<string, string>>): string {
  return Object.values(files).join('\n');
}

function pageOf({ id }: Rule): string {
  return readFileSync(fileURLToPath(new URL(`../../src/rules/${id}/readme.md`, import.meta.url)), 'utf8');
}

/** A manager that secures its endpoint with controller-runtime's own filter, as kubebuilder ≥ 4.1.1 scaffolds it. */
export function filtersProvider(): Record<string, string> {
  return changed(rightProvider(), {
    'go.mod': ['\tsigs.k8s.io/cluster-api v1.12.5\n', ''],
    'main.go': FILTERS_MAIN,
    'config/manager/manager.yaml': [
      '        - "--diagnostics-address=${CAPI_DIAGNOSTICS_ADDRESS:=:8443}"\n        - "--insecure-diagnostics=${CAPI_INSECURE_DIAGNOSTICS:=false}"\n',
      '        - "--metrics-bind-address=:8443"\n',
    ],
  });
}

const FILTERS_MAIN = `package main

import (
	"flag"
	"os"

	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/filters"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

// Add RBAC for the authorized diagnostics endpoint.
// +kubebuilder:rbac:groups=authentication.k8s.io,resources=tokenreviews,verbs=create
// +kubebuilder:rbac:groups=authorization.k8s.io,resources=subjectaccessreviews,verbs=create

func main() {
	var metricsAddr string
	var secureMetrics bool
	flag.StringVar(&metricsAddr, "metrics-bind-address", ":8443", "The address of the metrics endpoint.")
	flag.BoolVar(&secureMetrics, "metrics-secure", true, "Serve the metrics with https.")
	flag.Parse()

	metricsOptions := metricsserver.Options{
		BindAddress:   metricsAddr,
		SecureServing: secureMetrics,
	}
	if secureMetrics {
		metricsOptions.FilterProvider = filters.WithAuthenticationAndAuthorization
	}

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: metricsOptions,
	})
	if err != nil {
		os.Exit(1)
	}
	if err := mgr.Start(ctrl.SetupSignalHandler()); err != nil {
		os.Exit(1)
	}
}
`;
