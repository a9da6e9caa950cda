/**
 * A grid over the earth, so that "which records lie here" is a lookup by an ordinary index. Rows by latitude, columns by
 * longitude, fifty to the degree (some 2 km).
 */
const perDegree = 50;
const columns = 360 * perDegree;

/** The square of a point, as SQL computes it from the columns `lon` and `lat`; null without them. */
export const squareSql = `floor((lat + 90) * ${perDegree}) * ${columns} + floor((lon + 180) * ${perDegree})`;

const stepOf = (degrees: number): number => Math.floor(degrees * perDegree);

/** Every square that a box in degrees touches. */
export const squaresWithin = (box: { west: number; east: number; south: number; north: number }): number[] => {
  const squares: number[] = [];
  for (let row = stepOf(box.south + 90); row <= stepOf(box.north + 90); row += 1)
    for (let column = stepOf(box.west + 180); column <= stepOf(box.east + 180); column += 1)
      squares.push(row * columns + column);
  return squares;
};
