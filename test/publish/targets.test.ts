import { expect, test } from 'vitest';
import { rankOf } from '../../hub/publish/targets.ts';

test('whoever hangs on another is told after it: units after calls, cases last', () => {
  const told = [
    { system: 'case', kind: 'case' },
    { system: 'dispatch', kind: 'unit-sent' },
    { system: 'incident', kind: 'incident' },
    { system: 'dispatch', kind: 'call' },
    { system: 'traffic', kind: 'violation' },
  ] as const;
  const inOrder = told.toSorted((one, other) => rankOf(one) - rankOf(other)).map(({ kind }) => kind);
  expect(inOrder).toEqual(['call', 'unit-sent', 'violation', 'incident', 'case']);
});
