import type { BusinessRecord } from '../record.ts';
import type { System } from '../vocabulary.ts';
import { compileAttributes } from './attributes.ts';
import type { Compilation } from './compilation.ts';
import { compileField, type Read } from './field.ts';
import type { FieldSpec, ValueType } from './field-schema.ts';
import { compileMilestones } from './milestones.ts';
import type { Standpoint } from './path.ts';
import { compileOfficers, compilePersons, compileVehicles } from './people.ts';
import { compilePlace } from './place.ts';
import { compileReferences } from './references.ts';
import { required } from './required.ts';
import type { RecordFields } from './schema.ts';

/** Set a member where there is something to set: unknown is absent, and a deleted member would make objects slow. */
export const put = <T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void => {
  if (value !== undefined) target[key] = value;
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
  const officers = compileOfficers(c, fields.officers);
  const persons = compilePersons(c, fields.persons);
  const vehicles = compileVehicles(c, fields.vehicles);
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
