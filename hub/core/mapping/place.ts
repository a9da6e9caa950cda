import { readPoint } from '../geo.ts';
import type { Place } from '../record.ts';
import type { Compilation } from './compilation.ts';
import { compileField, type Read } from './field.ts';
import type { FieldSpec } from './field-schema.ts';
import type { YamlPath } from './problem.ts';
import type { PlaceSpec } from './schema.ts';

const optional = <T>(spec: FieldSpec | undefined, compile: (spec: FieldSpec) => Read<T>): Read<T> =>
  spec === undefined ? () => undefined : compile(spec);

const pairShape = /^\D*?(-?\d{1,3}(?:\.\d{1,15})?)\s*[,，;；\s/]\s*(-?\d{1,3}(?:\.\d{1,15})?)\D*$/;

/** Compile the place of a record. A pair that cannot be true keeps its original and gets no position. */
export const compilePlace = (c: Compilation, spec: PlaceSpec, path: YamlPath): Read<Place> => {
  const number = (name: 'lon' | 'lat' | 'accuracyM'): Read<number> =>
    optional(spec[name], (field) => compileField(c, field, 'number', [...path, name]));
  const [lon, lat, accuracy] = [number('lon'), number('lat'), number('accuracyM')];
  const point = optional(spec.point, (field) => compileField(c, field, 'text', [...path, 'point']));
  const address = optional(spec.address, (field) => compileField(c, field, 'text', [...path, 'address']));
  if ((spec.lon === undefined) !== (spec.lat === undefined)) {
    c.complain(path, 'lon and lat belong together', 'give both, or point');
  }
  const isAsItCame = spec.crs === 'wgs84' || spec.crs === 'cgcs2000';
  return (at) => {
    let first = lon(at);
    let second = lat(at);
    if (first === undefined || second === undefined) {
      const pair = pairShape.exec(point(at)?.slice(0, 100) ?? '');
      first = pair ? Number(pair[1]) : undefined;
      second = pair ? Number(pair[2]) : undefined;
    }
    const found = first === undefined || second === undefined ? undefined : readPoint(first, second, spec);
    const place: Place = {};
    if (found?.lon !== undefined && found.lat !== undefined) {
      place.lon = found.lon;
      place.lat = found.lat;
      const metres = accuracy(at);
      if (metres !== undefined && metres >= 0) place.accuracyM = metres;
    }
    if (found && (!isAsItCame || found.lon === undefined)) place.original = found.original;
    const text = address(at);
    if (text !== undefined) place.address = text;
    return found === undefined && text === undefined ? undefined : place;
  };
};
