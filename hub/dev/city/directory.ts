import type { City } from './model.ts';

/** Organisations and people in the shape the hub imports its own directory from. */
export interface Directory {
  orgs: { code: string; name: string; parent?: string }[];
  people: { policeId: string; name: string; org: string }[];
}

export const directoryOf = (city: City): Directory => ({
  orgs: city.orgs.map(({ code, name, parent }) => (parent ? { code, name, parent } : { code, name })),
  people: city.officers.map(({ policeId, name, org }) => ({ policeId, name, org })),
});
