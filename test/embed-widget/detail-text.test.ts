import { expect, test } from 'vitest';
import { detailText } from '../../embed-widget/console/parts/detail-text.ts';

test('a station is called by its name with its code behind, one without a name by its code', () => {
  const detail = { orgNames: { 990107590000: '南站派出所' } };
  expect(detailText(['990107590000', '990108590000'], detail)).toBe('南站派出所 (990107590000), 990108590000');
  expect(detailText('990107590000', {})).toBe('990107590000');
});

test('records and clips are called by their numbers', () => {
  expect(detailText('dispatch-icc/CALL-1', {})).toBe('CALL-1');
});
