import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf, longestLine } from '../../hub/core/lines.ts';

async function* inPieces(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}
const linesIn = async (...pieces: readonly string[]): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of linesOf(inPieces(pieces))) lines.push(line);
  return lines;
};

const piece = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\u2028', '\u2029', '\u0085') });

test('wherever a text is cut, its lines are those between its line feeds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(piece), async (pieces) => {
      const whole = pieces.join('').split('\n');
      if (whole.at(-1) === '') whole.pop();
      expect(await linesIn(...pieces)).toEqual(whole);
    }),
  );
});

test('a line without end is cut, and the next one is whole', async () => {
  const half = 'x'.repeat(longestLine / 2);
  const lines = await linesIn(half, half, half, half, `${half}\nnext`);
  expect(lines.map(({ length }) => length)).toEqual([longestLine + 1, 4]);
});
