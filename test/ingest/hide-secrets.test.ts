import { expect, test } from 'vitest';
import { secret, text } from '../../hub/core/setting.ts';
import { hideSecrets } from '../../hub/ingest/hide-secrets.ts';

const fields = {
  user: text({ label: { zh: '用户', en: 'User' }, help: 'Who.' }),
  password: secret({ label: { zh: '密码', en: 'Password' }, help: 'What only they know.' }),
};

test('secrets are hidden however they are written, other settings are not', () => {
  const hide = hideSecrets(fields, { user: 'reader', password: 'p&ss "word' });
  expect(hide('reader sent p&ss "word')).toBe('reader sent ••••••');
  expect(hide('?pw=p%26ss%20%22word')).toBe('?pw=••••••');
  expect(hide('{"pw":"p&ss \\"word"}')).toBe('{"pw":"••••••"}');
});

test('what is too short to be told from other text, or withheld already, is left alone', () => {
  expect(hideSecrets(fields, { password: 'ab' })('cab')).toBe('cab');
  expect(hideSecrets(fields, { password: '••••••' })('••••••')).toBe('••••••');
});
