import { expect, test } from 'vitest';
import { climbAtOnce } from '../../embed-widget/player/engine/climb-at-once.ts';

interface Variant {
  readonly bandwidth: number;
}
type SwitchTo = (variant: Variant, clearBuffer?: boolean, safeMargin?: number) => unknown;

/** Changes rungs as it is told to, as the library's own manager does by what it measures. */
class ToldManager {
  change: SwitchTo = () => undefined;

  chooseVariant(): Variant {
    return { bandwidth: 800_000 };
  }

  init(switchTo: SwitchTo): void {
    this.change = switchTo;
  }
}

test('what lies ahead is loaded again for a better rung, and kept for a worse one', () => {
  const told: unknown[] = [];
  const manager = climbAtOnce(new ToldManager());
  manager.init((...change) => told.push(change));
  manager.chooseVariant();
  for (const bandwidth of [260_000, 800_000, 800_000]) manager.change({ bandwidth });
  expect(told).toEqual([
    [{ bandwidth: 260_000 }, false, 0],
    [{ bandwidth: 800_000 }, true, 8],
    [{ bandwidth: 800_000 }, false, 0],
  ]);
});
