import { expect, test, vi } from 'vitest';
import { openUploadBudget } from '../../hub/media/upload/upload-budget.ts';

test('recordings with a key mark go before those that asked earlier', async () => {
  const budget = openUploadBudget(8_000);
  const order: string[] = [];
  const spend = (name: string, keyMark: boolean) => budget.spend(1_000, keyMark).then(() => order.push(name));
  await Promise.all([spend('first', false), spend('second', false), spend('key', true), spend('third', false)]);
  expect(order).toEqual(['first', 'key', 'second', 'third']);
});

test('the budget is kept', async () => {
  vi.useFakeTimers();
  // A thousand bytes a millisecond.
  const budget = openUploadBudget(8_000);
  let taken = 0;
  for (let piece = 0; piece < 20; piece += 1) void budget.spend(10_000, false).then(() => (taken += 1));
  await vi.advanceTimersByTimeAsync(95);
  vi.useRealTimers();
  expect(taken).toBe(10);
});
