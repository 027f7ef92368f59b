import { expect, test } from 'vitest';
import { isLoopback, portOf, withDefaults } from './address.ts';

test.each([
  [':8443', 8443],
  ['127.0.0.1:8080', 8080],
  ['[::1]:1', 1],
  ['8080', undefined],
  ['host:name', undefined],
  ['', undefined],
])('portOf %s', (address, port) => {
  expect(portOf(address)).toBe(port);
});

test.each([
  ['localhost:8080', true],
  ['127.0.0.53:80', true],
  ['[::1]:80', true],
  [':8080', false],
  ['0.0.0.0:8080', false],
  ['10.127.0.1:80', false],
])('isLoopback %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});

test('withDefaults takes what stands behind := :- = and -', () => {
  expect(withDefaults('${A:=:8443}')).toBe(':8443');
  expect(withDefaults('${A:-x}${B=y}')).toBe('xy');
  expect(withDefaults('${A}')).toBe('${A}');
});
