import type { Fix, Footage } from '../footage.ts';
import { readPoint } from '../geo.ts';
import { compileAttributes } from './attributes.ts';
import type { Compilation } from './compilation.ts';
import { compileField, type Read } from './field.ts';
import type { FieldSpec, ValueType } from './field-schema.ts';
import { compileList } from './list.ts';
import type { Standpoint } from './path.ts';
import { put } from './record.ts';
import { compileReferences } from './references.ts';
import { required } from './required.ts';
import type { FootageFields } from './schema.ts';

const compileTrack = (c: Compilation, spec: FootageFields['track']): ((at: Standpoint) => Fix[]) => {
  if (!spec) return () => [];
  const options = { crs: spec.crs, axisOrder: spec.axisOrder, range: 'world' } as const;
  return compileList(c, [spec], ['fields', 'track'], (fix): Read<Fix> => {
    const path = ['fields', 'track'];
    const at = compileField(c, fix.at, 'time', [...path, 'at']);
    const lon = compileField(c, fix.lon, 'number', [...path, 'lon']);
    const lat = compileField(c, fix.lat, 'number', [...path, 'lat']);
    const accuracy: Read<number> = fix.accuracyM
      ? compileField(c, fix.accuracyM, 'number', [...path, 'accuracyM'])
      : () => undefined;
    return (row) => {
      const [moment, first, second] = [at(row), lon(row), lat(row)];
      if (!moment || first === undefined || second === undefined) return undefined;
      const point = readPoint(first, second, options);
      if (point?.lon === undefined || point.lat === undefined) return undefined;
      const metres = accuracy(row);
      return metres === undefined ? [moment.at, point.lon, point.lat] : [moment.at, point.lon, point.lat, metres];
    };
  });
};

/** Compile the fields of a catalogue entry to one closure that builds it. */
export const compileFootage = (
  c: Compilation,
  fields: FootageFields,
): ((at: Standpoint, source: string) => Footage) => {
  const field = <T extends ValueType>(spec: FieldSpec | undefined, type: T, ...path: string[]) =>
    spec === undefined ? () => undefined : compileField(c, spec, type, ['fields', ...path]);
  const externalId = required(c, 'externalId', field(fields.externalId, 'text', 'externalId'));
  const deviceKind = required(c, 'deviceKind', field(fields.deviceKind, 'text', 'deviceKind'));
  const mediaType = required(c, 'mediaType', field(fields.mediaType, 'text', 'mediaType'));
  const start = required(c, 'start', field(fields.start, 'time', 'start'));
  const end = required(c, 'end', field(fields.end, 'time', 'end'));
  const title = field(fields.title, 'text', 'title');
  const deviceId = field(fields.deviceId, 'text', 'deviceId');
  const policeId = field(fields.policeId, 'policeId', 'policeId');
  const officerName = field(fields.officerName, 'text', 'officerName');
  const org = field(fields.org, 'org', 'org');
  const uploadedAt = field(fields.uploadedAt, 'time', 'uploadedAt');
  const keyMark = field(fields.keyMark, 'flag', 'keyMark');
  const url = field(fields.media?.url, 'text', 'media', 'url');
  const bytes = field(fields.media?.bytes, 'integer', 'media', 'bytes');
  const sha256 = field(fields.media?.sha256, 'text', 'media', 'sha256');
  const track = compileTrack(c, fields.track);
  const labels = compileList(c, fields.labels, ['fields', 'labels'], (spec, path) =>
    compileField(c, spec.label, 'text', [...path, 'label']),
  );
  const references = compileReferences(c, fields.references);
  const attributes = compileAttributes(c, fields.attributes);
  return (at, source) => {
    const begun = start(at);
    const ended = end(at);
    const footage: Footage = {
      source,
      externalId: externalId(at),
      // Whether these are words of the vocabulary is checked with the whole.
      deviceKind: deviceKind(at) as Footage['deviceKind'],
      mediaType: mediaType(at) as Footage['mediaType'],
      start: begun.iso,
      // A recording that ends before it begins is one of unknown length.
      end: ended.at < begun.at ? begun.iso : ended.iso,
      track: track(at),
      keyMark: keyMark(at) ?? false,
      labels: [...new Set(labels(at))],
      references: references(at),
      media: {},
      attributes: attributes(at),
    };
    put(footage, 'title', title(at));
    put(footage, 'deviceId', deviceId(at));
    put(footage, 'policeId', policeId(at));
    put(footage, 'officerName', officerName(at));
    put(footage, 'org', org(at));
    put(footage, 'uploadedAt', uploadedAt(at)?.iso);
    put(footage.media, 'url', url(at));
    put(footage.media, 'bytes', bytes(at));
    put(footage.media, 'sha256', sha256(at)?.toLowerCase());
    return footage;
  };
};
