import { expect, test } from 'vitest';
import { deploymentText } from '../../test/setup/manager-manifests.ts';
import { readWorkloads } from '../kubernetes/read-workloads.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { runsOtherProgram } from './other-programs.ts';

const repository = memoryRepository({
  'main.go': 'package main\n',
  'cmd/warpmeter/main.go': 'package main\n',
  'cmd/weft/main.go': 'package main\n',
});

test.each([
  ['/warp-meter', true],
  ['/usr/bin/warpmeter', true],
  ['/weft', false],
  ['/manager', false],
  ['/warp', false],
])('the command %s is another program: %s', (command, expected) => {
  const text = deploymentText(`- name: a\n  image: a\n  command: [${command}]\n`);
  const container = readWorkloads({ path: 'a.yaml', text, mode: 0o644 })[0]?.containers[0];
  expect(container && runsOtherProgram(repository, ['manager', 'weft'], container)).toBe(expected);
});

test.each([
  ['example.org:5000/x/warp-meter:v1', '', true],
  ['example.org/warp-meter@sha256:1', '', true],
  ['example.org/warp-meter', 'command: [/manager]', false],
  ['example.org/x', '', false],
])('the image %s with %j is another program: %s', (image, command, expected) => {
  const text = deploymentText(`- name: a\n  image: ${image}\n${command && `  ${command}\n`}`);
  const container = readWorkloads({ path: 'a.yaml', text, mode: 0o644 })[0]?.containers[0];
  expect(container && runsOtherProgram(repository, ['manager', 'weft'], container)).toBe(expected);
});
