import { referenceKinds } from '../../core/vocabulary.ts';
import type { MatchRecord } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import { GrowingInts, GrowingLists, type Lists } from './columns.ts';
import type { Interner } from './interner.ts';
import type { Lexicon } from './lexicon.ts';
import type { Registers } from './registers.ts';
import { WindowColumns, windowClassesOf } from './window-columns.ts';

/** Records as columns, one row for each. Whole numbers are those of the lexicon, -1 where something is not known. */
export interface RecordFrame {
  readonly size: number;
  /** What the rows were made from. */
  readonly source: readonly MatchRecord[];
  readonly org: Int32Array;
  /** Other stations that its officers served at then. */
  readonly officerOrgs: Lists;
  readonly kind: Int32Array;
  /** Records of one group can have the same seconds only one against the other. */
  readonly rivalGroup: Int32Array;
  readonly system: Uint8Array;
  readonly number: Int32Array;
  readonly officers: Lists;
  /** Names of officers whose number is not known. */
  readonly officerNames: Lists;
  /** Shift partners of the officers at that time, who are not on the record themselves or are. */
  readonly partners: Lists;
  /** Numbers written in the record, and at the same places what they are numbers of. */
  readonly references: Lists;
  readonly referenceKinds: Uint8Array;
  readonly windows: WindowColumns;
  /** Degrees; NaN where no place is known. */
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly accuracyM: Float64Array;
}

const kindNumbers = new Map<string, number>(referenceKinds.map((kind, index) => [kind, index]));
/** What a reference leads to, as a number. */
export const referenceKindOf = (kind: string): number => kindNumbers.get(kind) as number;

/** Group of rivals of a kind of record; a kind that no rule names is a group of its own. */
const rivalGroupOf = (rules: Rules, kind: string, kinds: Interner): number => {
  const index = rules.rivals.findIndex((group) => group.includes(kind));
  return index < 0 ? rules.rivals.length + kinds.add(kind) : index;
};

/** Lay records out in columns. Numbers and people are added to the lexicon. */
export const recordFrameOf = (
  rules: Rules,
  lexicon: Lexicon,
  registers: Registers,
  source: readonly MatchRecord[],
): RecordFrame => {
  const size = source.length;
  const { people, names, orgs, kinds, numbers } = lexicon;
  const [org, kind, rivalGroup] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  const [system, number] = [new Uint8Array(size), new Int32Array(size)];
  const [officers, officerNames, partners] = [new GrowingLists(size), new GrowingLists(size), new GrowingLists(size)];
  const officerOrgs = new GrowingLists(size);
  const [references, kindsOfReferences] = [new GrowingLists(size), new GrowingInts()];
  const [lon, lat, accuracyM] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const windows = new WindowColumns(windowClassesOf(rules), size);
  const groups = new Map<string, number>();
  for (let row = 0; row < size; row += 1) {
    const record = source[row] as MatchRecord;
    org[row] = orgs.addOptional(record.org);
    kind[row] = kinds.add(record.kind);
    const group = groups.get(record.kind) ?? rivalGroupOf(rules, record.kind, kinds);
    groups.set(record.kind, group);
    rivalGroup[row] = group;
    system[row] = referenceKindOf(record.system);
    number[row] = numbers.add(record.externalId);
    const ids = new Set<string>();
    const stations = new Set<number>();
    for (const officer of record.officers) {
      if (officer.org !== undefined && officer.org !== record.org) stations.add(orgs.add(officer.org));
      if (officer.policeId !== undefined) ids.add(officer.policeId);
      else if (officer.name) officerNames.push(names.add(officer.name));
    }
    officerNames.close();
    for (const station of stations) officerOrgs.push(station);
    officerOrgs.close();
    for (const id of ids) {
      officers.push(people.add(id));
      for (const partner of registers.partnersOf(id, record.start)) partners.push(people.add(partner));
    }
    officers.close();
    partners.close();
    for (const reference of record.references) {
      references.push(numbers.add(reference.id));
      kindsOfReferences.push(referenceKindOf(reference.kind));
    }
    references.close();
    windows.set(rules, row, record);
    const { place } = record;
    lon[row] = place?.lon ?? Number.NaN;
    lat[row] = place?.lat ?? Number.NaN;
    accuracyM[row] = place?.accuracyM ?? 0;
  }
  return {
    size,
    source,
    org,
    officerOrgs: officerOrgs.finish(),
    kind,
    rivalGroup,
    system,
    number,
    officers: officers.finish(),
    officerNames: officerNames.finish(),
    partners: partners.finish(),
    references: references.finish(),
    referenceKinds: Uint8Array.from(kindsOfReferences.finish()),
    windows,
    lon,
    lat,
    accuracyM,
  };
};
