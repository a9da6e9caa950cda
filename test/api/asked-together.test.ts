import { expect, test } from 'vitest';
import { askedTogether } from '../../hub/api/_kit/asked-together.ts';

/** A question whose answers are given by hand, in the order they were asked. */
const byHand = () => {
  const open: { resolve: (answer: string) => void; reject: (error: Error) => void }[] = [];
  const ask = (): Promise<string> => new Promise((resolve, reject) => open.push({ resolve, reject }));
  return { open, ask };
};

test('whoever asks while an answer is under way shares the next one, never one begun before', async () => {
  const { open, ask } = byHand();
  const together = askedTogether<string>();
  const first = together('a', ask);
  const later = [together('a', ask), together('a', ask)];
  expect(open.length).toBe(1);
  open[0]?.resolve('before');
  expect(await first).toBe('before');
  await expect.poll(() => open.length).toBe(2);
  const last = together('a', ask);
  open[1]?.resolve('after');
  expect(await Promise.all(later)).toEqual(['after', 'after']);
  await expect.poll(() => open.length).toBe(3);
  open[2]?.resolve('at last');
  expect(await last).toBe('at last');
});

test('an answer that failed fails for those who shared it, and for nobody after', async () => {
  const { open, ask } = byHand();
  const together = askedTogether<string>();
  const first = together('a', ask);
  const second = together('a', ask);
  open[0]?.reject(new Error('away'));
  await expect(first).rejects.toThrow('away');
  await expect.poll(() => open.length).toBe(2);
  open[1]?.resolve('there');
  expect(await second).toBe('there');
});

test('other questions wait for nobody', () => {
  const { open, ask } = byHand();
  const together = askedTogether<string>();
  void together('a', ask);
  void together('b', ask);
  expect(open.length).toBe(2);
});
