/**
 * The words of the design, once. Everything that lists systems, kinds or roles (schemas, forms, docs, facets) reads
 * them here, so a new word is added in one place.
 */

/** The five families of business systems. */
export const systems = ['dispatch', 'case', 'incident', 'intelligence', 'traffic'] as const;
export type System = (typeof systems)[number];

/** What kind of thing a record describes; `record.kind` is open (a site may add its own), these are the known ones. */
export const recordKinds = ['call', 'case', 'incident', 'warning', 'clue', 'traffic-stop', 'traffic-camera'] as const;

/** Where a reference may lead: to a record of a system, or straight to footage. */
export const referenceKinds = [...systems, 'footage'] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

export const deviceKinds = [
  'body-camera',
  'interview-room',
  'collection-room',
  'camcorder',
  'voice-recorder',
  'vehicle',
] as const;
export type DeviceKind = (typeof deviceKinds)[number];

export const mediaTypes = ['video', 'audio', 'image', 'document', 'other'] as const;
export type MediaType = (typeof mediaTypes)[number];

/** How exactly a time is known. `minute` means "some time in that minute", and so on. */
export const precisions = ['second', 'minute', 'hour', 'day'] as const;
export type Precision = (typeof precisions)[number];

/** `linked` and `review` come from a rule, `confirmed` and `rejected` from a person and outrank every rule. */
export const decisions = ['linked', 'review', 'confirmed', 'rejected'] as const;
export type Decision = (typeof decisions)[number];

/** What people may do here. A person holds one role; its rights are listed in `hub/access/roles.ts`. */
export const roles = ['handler', 'analyst', 'integrator', 'supervisor', 'operator', 'admin', 'station'] as const;
export type Role = (typeof roles)[number];

/** A text in both languages of the interface. Chinese comes first and is never missing. */
export interface Label {
  readonly zh: string;
  readonly en: string;
}

export const systemLabels: Record<System, Label> = {
  dispatch: { zh: '三台合一', en: 'Dispatch' },
  case: { zh: '警综平台', en: 'Police platform' },
  incident: { zh: '案事件系统', en: 'Case and incident' },
  intelligence: { zh: '情报系统', en: 'Intelligence' },
  traffic: { zh: '六合一平台', en: 'Traffic' },
};
