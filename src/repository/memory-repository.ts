import { overlayRepository } from './overlay.ts';
import type { Repository } from './repository.ts';

/**
 * A repository that exists in memory only: `{ 'main.go': 'package main\n' }`. For tests and for callers of the
 * library that have no directory. It cannot be written to.
 */
export function memoryRepository(files: Readonly<Record<string, string>>): Repository {
  const sources = Object.entries(files).map(([path, text]) => [path, { path, text, mode: 0o644 }] as const);
  return emptyRepository.overlay(new Map(sources));
}

const emptyRepository: Repository = {
  root: '/memory',
  paths: [],
  beneath: undefined,
  has: () => false,
  read: () => undefined,
  tryRead: () => undefined,
  contains: () => false,
  changedSinceRead: () => [],
  overlay: (files) => overlayRepository(emptyRepository, files),
};
