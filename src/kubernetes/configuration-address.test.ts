import { describe, expect, it } from 'vitest';
import { configurationAddresses } from './configuration-address.ts';

const DOCUMENT = `apiVersion: config.example.org/v1alpha1
kind: ManagerConfiguration
health:
  healthProbeBindAddress: :8081
metrics:
  # Where the metrics are served.
  bindAddress: 127.0.0.1:8080
leaderElection:
  leaderElect: true
`;

const block = (text: string, by: string) => text.replace(/^(?=.)/gm, by);

describe('the metrics address of a configuration', () => {
  it.each([
    ['a document of its own', DOCUMENT],
    ['one after another document', `apiVersion: v1\nkind: Namespace\n---\n${DOCUMENT}`],
    [
      'text in a ConfigMap',
      `apiVersion: v1\nkind: ConfigMap\ndata:\n  config.yaml: |\n${block(DOCUMENT, '    ')}`,
    ],
    ['text in the values of a chart', `managerConfig:\n  yaml: |-\n${block(DOCUMENT, '    ')}port: 1\n`],
    ['lines that end with CRLF', DOCUMENT.replaceAll('\n', '\r\n')],
  ])('is found in %s', (_name, text) => {
    const [found, ...more] = configurationAddresses(text);
    expect(more).toEqual([]);
    expect(found && text.slice(found.start, found.end)).toBe('127.0.0.1:8080');
  });

  it('is found in quotes, with a comment behind it', () => {
    const text = DOCUMENT.replace('127.0.0.1:8080', '":8080" # all interfaces');
    const [found] = configurationAddresses(text);
    expect(found?.value).toBe(':8080');
    expect(found && text.slice(found.start, found.end)).toBe('":8080"');
  });

  it.each([
    ['another kind', DOCUMENT.replace('ManagerConfiguration', 'Deployment')],
    ['a ConfigMap', DOCUMENT.replace('ManagerConfiguration', 'ConfigMap')],
    ['a core version', DOCUMENT.replace('config.example.org/v1alpha1', 'v1')],
    ['a template', DOCUMENT.replace('127.0.0.1:8080', '{{ .Values.address }}')],
    [
      'a deeper field of that name',
      DOCUMENT.replace('  # Where', '  server:\n    x: 1\n  # Where').replace(
        '  bindAddress',
        '    bindAddress',
      ),
    ],
    ['a comment', DOCUMENT.replace('  bindAddress', '  # bindAddress')],
    ['metrics of a part', DOCUMENT.replace('metrics:\n', 'part:\n metrics:\n')],
  ])('is not %s', (_name, text) => {
    expect(configurationAddresses(text)).toEqual([]);
  });
});
