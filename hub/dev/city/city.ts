import { faults } from './faults.ts';
import type { City, CityCamera, CityOfficer, CityOrg } from './model.ts';
import { officerName } from './people.ts';
import { cityCentre, offset } from './place.ts';
import { type Random, randomOf } from './random.ts';
import { hour, midnight } from './time.ts';

const areaCode = '990100';
const bureau = '990100000000';

/** The 8-digit domain that prefixes every 文件编号 of this city's docking stations. */
export const footageDomain = '99010000';

const districts = [
  { code: '990102', name: '东湖', east: 4000, north: 1500, stations: ['望江', '松园'] },
  { code: '990104', name: '西岭', east: -4500, north: 800, stations: ['石桥', '梅溪'] },
  { code: '990106', name: '南岸', east: 300, north: -4800, stations: ['渡口', '竹林'] },
] as const;

const shifts = ['day', 'evening', 'night'] as const;

const orgsOf = (): CityOrg[] => {
  const orgs: CityOrg[] = [
    { code: bureau, name: '临江市公安局', kind: 'bureau', ...cityCentre },
    { code: '990100250000', name: '临江市公安局指挥中心', parent: bureau, kind: 'command-centre', ...cityCentre },
  ];
  for (const district of districts) {
    const place = offset(cityCentre, district.east, district.north);
    const parent = `${district.code}000000`;
    const name = `临江市公安局${district.name}分局`;
    orgs.push({ code: parent, name, parent: bureau, kind: 'sub-bureau', ...place });
    district.stations.forEach((station, index) => {
      orgs.push({
        code: `${district.code}${59 - index}0000`,
        name: `${station}派出所`,
        parent,
        kind: 'station',
        ...offset(place, index === 0 ? 1500 : -1600, index === 0 ? 900 : -1100),
      });
    });
    const squad = `${district.name}交警大队`;
    orgs.push({
      code: `${district.code}180000`,
      name: squad,
      parent,
      kind: 'traffic-squad',
      ...offset(place, 200, 400),
    });
  }
  return orgs;
};

/** Two partners; police ids are given in the order of hiring. */
const hirePair = (officers: CityOfficer[], post: Pick<CityOfficer, 'org' | 'duty' | 'shift'>): void => {
  const ids = [0, 1].map((step) => String(9901 + officers.length + step).padStart(6, '0')) as [string, string];
  ids.forEach((policeId, index) => {
    officers.push({ policeId, name: officerName(officers.length), ...post, partner: index === 0 ? ids[1] : ids[0] });
  });
};

const officersOf = (orgs: CityOrg[]): CityOfficer[] => {
  const officers: CityOfficer[] = [];
  for (const { code: org, kind } of orgs) {
    if (kind === 'station') for (const shift of shifts) hirePair(officers, { org, duty: 'patrol', shift });
    if (kind === 'traffic-squad') {
      for (const shift of ['day', 'evening'] as const) hirePair(officers, { org, duty: 'traffic', shift });
    }
    if (kind === 'sub-bureau') {
      for (const shift of ['day', 'evening'] as const) hirePair(officers, { org, duty: 'detective', shift });
    }
    if (kind === 'command-centre') hirePair(officers, { org, duty: 'command', shift: 'day' });
  }
  return officers;
};

const cameraOf = (officer: CityOfficer, index: number, random: Random): CityCamera => ({
  id: `${officer.org.slice(0, 6)}0007151${String(index + 1).padStart(7, '0')}`,
  serial: `TM${String(index + 1).padStart(5, '0')}`,
  holder: officer.policeId,
  clockOffsetMs: Math.round(random.normal(faults.clockSigmaMs)),
  driftMsPerDay: Math.round(random.between(-1, 1) * faults.clockDriftMsPerDay),
  hasGps: !random.chance(faults.cameraWithoutGps),
});

/** One camera was set to the wrong time zone, one lost its clock and began anew at the maker's default date. */
const spoilTwoClocks = (cameras: CityCamera[], firstDay: string): void => {
  const [zone, reset] = [cameras[4], cameras[9]];
  if (zone) zone.clockOffsetMs = 8 * hour;
  if (reset) reset.clockOffsetMs = midnight('2000-01-01') - midnight(firstDay);
};

/** The city that follows from a seed; `firstDay` (`yyyy-MM-dd`) is its first day of history. */
export const cityOf = (seed: number, firstDay: string): City => {
  const random = randomOf(seed, 'city');
  const orgs = orgsOf();
  const officers = officersOf(orgs);
  const cameras: CityCamera[] = [];
  for (const officer of officers) {
    const issued = officer.duty === 'patrol' || officer.duty === 'traffic' ? random.chance(0.94) : random.chance(0.4);
    if (!issued || officer.duty === 'command') continue;
    const camera = cameraOf(officer, cameras.length, random);
    officer.camera = camera.id;
    cameras.push(camera);
  }
  spoilTwoClocks(cameras, firstDay);
  const docked = orgs.filter(({ kind }) => kind === 'station' || kind === 'traffic-squad' || kind === 'sub-bureau');
  return {
    seed,
    areaCode,
    firstDay,
    orgs,
    officers,
    cameras,
    stations: docked.map(({ code, name }, index) => ({
      id: `${code.slice(0, 6)}0007128${String(index + 1).padStart(7, '0')}`,
      org: code,
      name: `${name}采集工作站`,
    })),
    rooms: orgs
      .filter(({ kind }) => kind === 'sub-bureau')
      .flatMap(({ code, name }) =>
        (['询问室', '讯问室'] as const).map((label, index) => ({
          id: `${code.slice(0, 6)}R${index + 1}`,
          org: code,
          name: `${name}${label}`,
        })),
      ),
  };
};
