import { expect, test } from 'vitest';
import { ConfigurationError } from '../../hub/core/errors.ts';
import { secret, text } from '../../hub/core/setting.ts';
import { openSettings, sealSettings, secretBox } from '../../hub/store/secret.ts';

const label = { zh: '项', en: 'Field' };
const fields = { key: secret({ label, help: 'A key.' }), host: text({ label, help: 'A host.' }) };
const box = secretBox('long enough for a test');

test('secrets are sealed, other settings stay readable, sealing twice changes nothing', () => {
  const sealed = sealSettings(box, 's', fields, { key: '密码 hunter2', host: 'db' });
  expect(sealed.host).toBe('db');
  expect(String(sealed.key)).not.toContain('hunter2');
  expect(sealSettings(box, 's', fields, sealed)).toEqual(sealed);
  expect(openSettings(box, 's', fields, sealed)).toEqual({ key: '密码 hunter2', host: 'db' });
  expect(sealSettings(box, 's', fields, { key: 'a' }).key).not.toBe(sealSettings(box, 's', fields, { key: 'a' }).key);
});

test('a sealed value opens for its own source and setting alone, with its own secret, unchanged', () => {
  const { key } = sealSettings(box, 's', fields, { key: 'hunter2' });
  expect(() => openSettings(box, 'other', fields, { key })).toThrow(ConfigurationError);
  expect(() => openSettings(secretBox('another secret of a test'), 's', fields, { key })).toThrow(/HUB_SECRET/);
  const bytes = Buffer.from(String(key).slice('sealed:1:'.length), 'base64url');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(() => openSettings(box, 's', fields, { key: `sealed:1:${bytes.toString('base64url')}` })).toThrow(
    /cannot be opened/,
  );
  expect(() => openSettings(box, 's', fields, { key: 'sealed:1:' })).toThrow(/cannot be opened/);
});

test('a short HUB_SECRET is refused', () => {
  expect(() => secretBox('short')).toThrow(/HUB_SECRET/);
});
