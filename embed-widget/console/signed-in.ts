import type { Me } from '../client/session.ts';

let person: Me | undefined;

/** Who is signed in. Set by the shell before any page is drawn. */
export const signedIn = (): Me | undefined => person;
export const setSignedIn = (me: Me | undefined): void => {
  person = me;
};

/** Whether the person holds a right. What the hub would refuse is not offered. */
export const may = (right: string): boolean => person?.rights.includes(right) ?? false;

/** The person as the player's watermark names them. */
export const watermarkPerson = (): { policeId?: string; name?: string } =>
  person ? { policeId: person.policeId ?? person.user, name: person.name } : {};
