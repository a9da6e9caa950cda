import type { BusinessRecord, Officer, Reference } from '../record.ts';
import type { System } from '../vocabulary.ts';
import { compileAttributes } from './attributes.ts';
import type { Compilation } from './compilation.ts';
import { compileField, type Read } from './field.ts';
import type { FieldSpec, ValueType } from './field-schema.ts';
import { compileList, unique } from './list.ts';
import type { YamlPath } from './parse.ts';
import type { Standpoint } from './path.ts';
import { compilePlace } from './place.ts';
import { required } from './required.ts';
import type { FootageFields, RecordFields } from './schema.ts';

/** Set a member where there is something to set: unknown is absent, and a deleted member would make objects slow. */
export const put = <T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void => {
  if (value !== undefined) target[key] = value;
};

export const compileReferences = (c: Compilation, specs: RecordFields['references'] | FootageFields['references']) => {
  const list = compileList(c, specs, ['fields', 'references'], (spec, path): Read<Reference> => {
    const id = compileField(c, spec.id, 'text', [...path, 'id']);
    return (at) => {
      const value = id(at);
      return value === undefined ? undefined : { kind: spec.kind, id: value };
    };
  });
  return (at: Standpoint): Reference[] => unique(list(at), ({ kind, id }) => `${kind}\n${id}`);
};

/** In the order of time; units write the same milestone at the same moment several times, once is enough. */
const compileMilestones = (
  c: Compilation,
  specs: RecordFields['milestones'],
): ((at: Standpoint) => BusinessRecord['milestones']) => {
  const list = compileList(c, specs, ['fields', 'milestones'], ({ name, at: field }, path) => {
    const at = compileField(c, field, 'time', [...path, 'at']);
    return (point) => {
      const time = at(point);
      return time && { name, time };
    };
  });
  return (at) => {
    const sorted = list(at).sort((left, right) => left.time.at - right.time.at);
    const milestones: BusinessRecord['milestones'] = [];
    for (const { name, time } of sorted) {
      const isKnown = milestones.some((known) => known.name === name && known.at === time.iso);
      if (!isKnown) milestones.push({ name, at: time.iso });
    }
    return milestones;
  };
};

type ItemFields = Record<string, ValueType>;

/** Items made of optional fields; one that has none of `proof` says nothing and is left out. */
const compileItems = <T extends object>(
  c: Compilation,
  name: string,
  specs: readonly object[] | undefined,
  types: ItemFields,
  proof: readonly string[],
  keyOf: (item: T) => string,
): ((at: Standpoint) => T[]) => {
  const item = (spec: object, path: YamlPath): Read<T> => {
    const fields = Object.entries(types).flatMap(([key, type]) => {
      const field = (spec as Record<string, FieldSpec | undefined>)[key];
      return field === undefined ? [] : [[key, compileField(c, field, type, [...path, key])] as const];
    });
    return (at) => {
      const value: Record<string, unknown> = {};
      for (const [key, read] of fields) {
        const found = read(at);
        if (found !== undefined) value[key] = found;
      }
      return proof.some((key) => value[key] !== undefined) ? (value as T) : undefined;
    };
  };
  const list = compileList(c, specs, ['fields', name], item);
  return (at) => unique(list(at), keyOf);
};

/** Compile the fields of a record to one closure that builds it. */
export const compileRecord = (
  c: Compilation,
  system: System,
  fields: RecordFields,
): ((at: Standpoint, source: string) => BusinessRecord) => {
  const field = <T extends ValueType>(spec: FieldSpec | undefined, type: T, ...path: string[]) =>
    spec === undefined ? () => undefined : compileField(c, spec, type, ['fields', ...path]);
  const externalId = required(c, 'externalId', field(fields.externalId, 'text', 'externalId'));
  const kind = required(c, 'kind', field(fields.kind, 'text', 'kind'));
  const start = required(c, 'time.start', field(fields.time.start, 'time', 'time', 'start'));
  const end = field(fields.time.end, 'time', 'time', 'end');
  const title = field(fields.title, 'text', 'title');
  const summary = field(fields.summary, 'text', 'summary');
  const code = field(fields.category?.code, 'text', 'category', 'code');
  const label = field(fields.category?.label, 'text', 'category', 'label');
  const category: Read<NonNullable<BusinessRecord['category']>> = (at) => {
    const value: NonNullable<BusinessRecord['category']> = {};
    put(value, 'code', code(at));
    put(value, 'label', label(at));
    return value.code === undefined && value.label === undefined ? undefined : value;
  };
  const org = field(fields.org, 'org', 'org');
  const updatedAt = field(fields.updatedAt, 'time', 'updatedAt');
  const place = fields.place ? compilePlace(c, fields.place, ['fields', 'place']) : () => undefined;
  const officers = compileItems<Officer>(
    c,
    'officers',
    fields.officers,
    { policeId: 'policeId', name: 'text', org: 'org', role: 'text' },
    ['policeId', 'name'],
    ({ policeId, name }) => policeId ?? `${name}`,
  );
  const persons = compileItems<BusinessRecord['persons'][number]>(
    c,
    'persons',
    fields.persons,
    { name: 'text', idNumber: 'text', phone: 'text', role: 'text' },
    ['name', 'idNumber', 'phone'],
    ({ idNumber, name, phone, role }) => idNumber ?? `${name}\n${phone}\n${role}`,
  );
  const vehicles = compileItems<BusinessRecord['vehicles'][number]>(
    c,
    'vehicles',
    fields.vehicles,
    { plate: 'plate', plateType: 'text' },
    ['plate'],
    ({ plate }) => plate,
  );
  const milestones = compileMilestones(c, fields.milestones);
  const references = compileReferences(c, fields.references);
  const attributes = compileAttributes(c, fields.attributes);
  return (at, source) => {
    const begun = start(at);
    const ended = end(at);
    const record: BusinessRecord = {
      source,
      system,
      kind: kind(at),
      externalId: externalId(at),
      officers: officers(at),
      persons: persons(at),
      vehicles: vehicles(at),
      time: { start: begun.iso, precision: fields.time.precision ?? begun.precision },
      milestones: milestones(at),
      references: references(at),
      attributes: attributes(at),
    };
    if (ended && ended.at >= begun.at) record.time.end = ended.iso;
    put(record, 'title', title(at));
    put(record, 'summary', summary(at));
    put(record, 'category', category(at));
    put(record, 'org', org(at));
    put(record, 'place', place(at));
    put(record, 'updatedAt', updatedAt(at)?.iso);
    return record;
  };
};
