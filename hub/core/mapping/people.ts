import type { BusinessRecord, Officer } from '../record.ts';
import type { Compilation } from './compilation.ts';
import { compileField, type Read } from './field.ts';
import type { FieldSpec, ValueType } from './field-schema.ts';
import { compileList, unique } from './list.ts';
import type { Standpoint } from './path.ts';
import type { YamlPath } from './problem.ts';
import type { RecordFields } from './schema.ts';

type Person = BusinessRecord['persons'][number];
type Vehicle = BusinessRecord['vehicles'][number];
type List<T> = (at: Standpoint) => T[];

const nothing = (): undefined => undefined;

const optional = <T extends ValueType>(
  c: Compilation,
  spec: FieldSpec | undefined,
  type: T,
  path: YamlPath,
  name: string,
) => (spec === undefined ? nothing : compileField(c, spec, type, [...path, name]));

const isSameOfficer = (one: Officer, other: Officer): boolean =>
  one.policeId === undefined
    ? other.policeId === undefined && one.name === other.name
    : one.policeId === other.policeId;

/** Compile `officers`: each once; one that has neither number nor name says nothing and is left out. */
export const compileOfficers = (c: Compilation, specs: RecordFields['officers']): List<Officer> => {
  const list = compileList(c, specs, ['fields', 'officers'], (spec, path): Read<Officer> => {
    const policeId = optional(c, spec.policeId, 'policeId', path, 'policeId');
    const name = optional(c, spec.name, 'text', path, 'name');
    const org = optional(c, spec.org, 'org', path, 'org');
    const role = optional(c, spec.role, 'text', path, 'role');
    return (at) => {
      const id = policeId(at);
      const called = name(at);
      if (id === undefined && called === undefined) return undefined;
      const officer: Officer = {};
      if (id !== undefined) officer.policeId = id;
      if (called !== undefined) officer.name = called;
      const of = org(at);
      if (of !== undefined) officer.org = of;
      const as = role(at);
      if (as !== undefined) officer.role = as;
      return officer;
    };
  });
  return (at) => unique('officers', list(at), isSameOfficer);
};

const isSamePerson = (one: Person, other: Person): boolean =>
  one.idNumber === undefined
    ? other.idNumber === undefined && one.name === other.name && one.phone === other.phone && one.role === other.role
    : one.idNumber === other.idNumber;

/** Compile `persons`: each once; one of whom nothing but a role is known is left out. */
export const compilePersons = (c: Compilation, specs: RecordFields['persons']): List<Person> => {
  const list = compileList(c, specs, ['fields', 'persons'], (spec, path): Read<Person> => {
    const name = optional(c, spec.name, 'text', path, 'name');
    const idNumber = optional(c, spec.idNumber, 'text', path, 'idNumber');
    const phone = optional(c, spec.phone, 'text', path, 'phone');
    const role = optional(c, spec.role, 'text', path, 'role');
    return (at) => {
      const called = name(at);
      const id = idNumber(at);
      const number = phone(at);
      if (called === undefined && id === undefined && number === undefined) return undefined;
      const person: Person = {};
      if (called !== undefined) person.name = called;
      if (id !== undefined) person.idNumber = id;
      if (number !== undefined) person.phone = number;
      const as = role(at);
      if (as !== undefined) person.role = as;
      return person;
    };
  });
  return (at) => unique('persons', list(at), isSamePerson);
};

const isSameVehicle = (one: Vehicle, other: Vehicle): boolean => one.plate === other.plate;

/** Compile `vehicles`: each plate once. */
export const compileVehicles = (c: Compilation, specs: RecordFields['vehicles']): List<Vehicle> => {
  const list = compileList(c, specs, ['fields', 'vehicles'], (spec, path): Read<Vehicle> => {
    const plate = compileField(c, spec.plate, 'plate', [...path, 'plate']);
    const plateType = optional(c, spec.plateType, 'text', path, 'plateType');
    return (at) => {
      const number = plate(at);
      if (number === undefined) return undefined;
      const type = plateType(at);
      return type === undefined ? { plate: number } : { plate: number, plateType: type };
    };
  });
  return (at) => unique('vehicles', list(at), isSameVehicle);
};
