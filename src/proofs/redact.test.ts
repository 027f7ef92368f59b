import { expect, it } from 'vitest';
import { failed, ownJudgement } from './evidence.ts';
import { redacted } from './redact.ts';

const SECRET = 'p4ss/word+1';

it.each([
  ['itself', `token ${SECRET} is wrong`, 'token $TOKEN is wrong'],
  ['in base64', `token ${Buffer.from(SECRET).toString('base64')}`, 'token $TOKEN='],
  ['in an address', `x?t=${encodeURIComponent(SECRET)}`, 'x?t=$TOKEN'],
  ['a password of a proxy', 'reading https://me:secret@proxy.example/a', 'reading https://proxy.example/a'],
  ['the scratch folder', '/scratch-1/tree/main.go:1', 'tree/main.go:1'],
])('takes out %s', (_what, reason, expected) => {
  const [one] = redacted([failed('live', '.', ownJudgement, reason)], { TOKEN: SECRET }, '/scratch-1');
  expect(one?.reason).toBe(expected);
});

it('leaves short values alone', () => {
  const [one] = redacted([failed('live', '.', ownJudgement, 'it is on')], { FLAG: 'on' }, '/x');
  expect(one?.reason).toBe('it is on');
});
