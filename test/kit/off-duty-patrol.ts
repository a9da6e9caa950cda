import { cityOf } from '../../hub/dev/city/city.ts';
import type { CityOfficer } from '../../hub/dev/city/model.ts';
import { shiftAt } from '../../hub/dev/city/roster.ts';

/**
 * Two partners of a patrol that is off duty half a day around `at` (epoch ms), and where their station is. Whatever a test
 * has them do there, nothing of the city's own life is a rival of it, at any hour.
 */
export const offDutyPatrol = (
  seed: number,
  at: number,
): { officer: CityOfficer; partner: CityOfficer; place: { lon: number; lat: number } } => {
  const city = cityOf(seed, new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
  const shift = shiftAt(at + 12 * 3_600_000);
  const officer = city.officers.find((one) => one.duty === 'patrol' && one.shift === shift);
  const partner = city.officers.find(({ policeId }) => policeId === officer?.partner);
  const home = city.orgs.find(({ code }) => code === officer?.org);
  if (!officer || !partner || !home) throw new Error('the city has no patrol off duty');
  return { officer, partner, place: { lon: home.lon, lat: home.lat } };
};
