import { expect, test } from 'vitest';
import { RecordError } from '../../hub/core/errors.ts';
import { complaintOf } from '../../hub/ingest/complaint.ts';

const complaint = (value: unknown) =>
  complaintOf(
    new RecordError('[hub] [mapping] time.start is missing', {
      misfit: { field: 'time.start', rule: 'required', value },
    }),
  );

test('what is not there has no value, what is there is shown as it came', () => {
  expect(complaint(undefined)).toMatchObject({ field: 'time.start', rule: 'required', value: null });
  expect(complaint('今天上午').value).toBe('今天上午');
  expect(complaint({ a: 1 }).value).toBe('{"a":1}');
  expect(complaint(null).value).toBe('null');
});
