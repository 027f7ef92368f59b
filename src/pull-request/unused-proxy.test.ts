import { describe, expect, it } from 'vitest';
import { unusedProxyHint } from './unused-proxy.ts';

const api = 'https://api.github.com/repos';

describe('a proxy that Node goes around', () => {
  it.each([
    ['HTTPS_PROXY', 'v20.19.0', 'run with Node 24 and NODE_USE_ENV_PROXY=1'],
    ['https_proxy', 'v22.20.0', 'run with Node 24 and NODE_USE_ENV_PROXY=1'],
    ['HTTPS_PROXY', 'v23.11.0', 'run with Node 24 and NODE_USE_ENV_PROXY=1'],
    ['HTTPS_PROXY', 'v22.21.0', 'set NODE_USE_ENV_PROXY=1'],
    ['HTTPS_PROXY', 'v24.0.0', 'set NODE_USE_ENV_PROXY=1'],
    ['HTTPS_PROXY', 'v26.1.0', 'set NODE_USE_ENV_PROXY=1'],
  ])('%s with Node %s: %s', (name, node, hint) => {
    const told = unusedProxyHint(api, { [name]: 'http://user:secret@proxy:3128' }, node);
    expect(told).toContain(`${name} is set`);
    expect(told).toContain(hint);
    expect(told).not.toContain('secret');
  });

  it.each([
    ['none is set', {}],
    ['it is set to nothing', { HTTPS_PROXY: '' }],
    ['it is for plain http', { HTTP_PROXY: 'http://proxy' }],
    ['Node is told by a variable', { HTTPS_PROXY: 'http://proxy', NODE_USE_ENV_PROXY: '1' }],
    ['Node is told by an option', { HTTPS_PROXY: 'http://proxy', NODE_OPTIONS: '--x --use-env-proxy' }],
  ])('but not where %s', (_name, environment) => {
    expect(unusedProxyHint(api, environment, 'v24.1.0')).toBeUndefined();
  });
});
