import { expect, test } from 'vitest';
import { RoomForMany } from '../../embed-widget/player/room-for-many.ts';

const good = { line: { measured: 4_000_000, saves: false }, waits: false, ahead: 10 };
const waiting = { ...good, waits: true };

test('a line that was measured good has room at once, a thin one has none, and neither flickers in between', () => {
  const room = new RoomForMany();
  expect(room.look(0, { ...good, line: { measured: 1_200_000, saves: false } })).toBe('thin');
  expect(room.look(500, good)).toBe('many');
  expect(room.look(1_000, { ...good, line: { measured: 1_200_000, saves: false } })).toBe('many');
  expect(room.look(1_500, { ...good, line: { measured: 250_000, saves: false } })).toBe('thin');
});

test('of a line nobody has measured the main picture gets its share first, in browsers that guess and that do not', () => {
  const unknown = { line: { saves: false }, waits: false, ahead: 0 };
  const room = new RoomForMany();
  expect(room.look(0, unknown)).toBe('soon');
  expect(room.look(500, { ...unknown, ahead: 4 })).toBe('many');
  const guessed = (bits: number) => new RoomForMany().look(0, { ...good, line: { guessed: bits, saves: false } });
  expect(guessed(1_350_000)).toBe('many');
  expect(guessed(250_000)).toBe('thin');
});

test('who asked for little to be loaded gets stills', () => {
  expect(new RoomForMany().look(0, { ...good, line: { measured: 9_000_000, saves: true } })).toBe('thin');
});

test('others make room when the main picture waits for long, and stay away longer each time', () => {
  const room = new RoomForMany();
  const pauses: number[] = [];
  let now = 0;
  for (let round = 0; round < 3; round++) {
    expect(room.look(now, good)).toBe('many');
    expect(room.look(now + 1, waiting)).toBe('many');
    expect(room.look(now + 2_000, waiting), 'a moment is no harm').toBe('many');
    now += 4_000;
    expect(room.look(now, waiting)).toBe('thin');
    const stopped = now;
    while (room.look(now, good) !== 'many') now += 1_000;
    pauses.push(now - stopped);
  }
  expect(pauses).toEqual([20_000, 40_000, 80_000]);
});

test('a short wait now and then adds up to nothing, and long peace is forgiven', () => {
  const room = new RoomForMany();
  for (let now = 0; now < 60_000; now += 2_000) {
    expect(room.look(now, good)).toBe('many');
    expect(room.look(now + 1_000, waiting)).toBe('many');
  }
  expect(room.look(60_000, waiting)).toBe('many');
  expect(room.look(64_000, waiting)).toBe('thin');
  expect(room.look(84_000, good)).toBe('many');
  expect(room.look(300_000, good)).toBe('many');
  expect(room.look(300_001, waiting)).toBe('many');
  expect(room.look(304_000, waiting)).toBe('thin');
  expect(room.look(324_000, good), 'after twenty seconds as the first time').toBe('many');
});
