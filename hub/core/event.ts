/**
 * What happens in the hub, told through the outbox: written in the transaction that made it true, so an event is never
 * lost and never tells of something that was rolled back. Handlers run at least once and must bear repetition.
 */
export interface HubEvents {
  /** A record is new or its content changed. */
  'record.changed': { id: number };
  /** A recording is new or its catalogue entry changed. */
  'footage.changed': { id: number };
  /** What was said of where officers served at these moments (epoch ms) is said no more. */
  'statements.withdrawn': { said: { policeId: string; at: number }[] };
  /** Links of a record with these recordings were added, changed or withdrawn. */
  'links.changed': { recordId: number; footageIds: number[] };
  /** The bytes of a recording should be brought to a volume. */
  'media.wanted': { footageId: number };
  /** The bytes of a recording are on a volume, digest taken. */
  'media.stored': { footageId: number };
  /**
   * The copies of an original should be looked after: as many as its class wants, where the rules of the volumes want
   * them, and none that should be gone. `to`: a person wants it on this volume.
   */
  'original.tend': { footageId: number; to?: string };
  /**
   * A retention class was changed: recordings after this id that were assessed before this moment are assessed again;
   * `copies`: and looked after, as another number of copies is wanted.
   */
  'keeping.assess': { after: number; before: number; copies: boolean };
  /** A rendition for the browser should be made. */
  'rendition.wanted': { footageId: number };
  /** What should be matched again after a decision, a new rule or a changed register: a day of one organisation. */
  'rematch.wanted': { from: string; to: string; org?: string };
  /** Estimates of a device's clock changed. */
  'clocks.changed': { deviceId: string };
  /** The store should be cut into parts for a run of matching. */
  'match.plan': { runId: number };
  /** A part of a run of matching should be done. */
  'match.part': { partId: number };
  /** A draft of match rules should be tried on records that are here. */
  'rules.trial': { trialId: number };
  /** A source should be read again beside its live position, from a cursor of its connector or from the beginning. */
  'backfill.wanted': { source: string; from?: unknown; id?: number };
  /** Links are due to be told to a source. */
  'publications.due': { target: string };
  /** What a source was told should be compared with what it should have been told. */
  'publications.reconcile': { target: string };
  /** Somebody began to watch a recording with a grant; the system that asked for the grant wants to know. */
  'footage.viewed': { view: string; grantId: string; footageId: number; at: number };
}
export type EventName = keyof HubEvents;
export type HubEvent = { [K in EventName]: { name: K; data: HubEvents[K] } }[EventName];
