import type { Footage } from './footage.ts';
import { paceFields } from './pace.ts';
import type { Compared, Publication, Told } from './publication.ts';
import { publishingFields } from './publishing.ts';
import type { Fields, Values } from './setting.ts';
import type { Label, MediaType } from './vocabulary.ts';

/**
 * One unit of transport as it came, before anything was read out of it. Kept for ever (compressed), so that it can be
 * mapped again without asking the other side. One message may hold many rows.
 */
export interface RawMessage {
  /** The bytes as they came, before charset decoding. */
  body: Uint8Array;
  /** As the other side labelled it, e.g. `text/xml; charset=GBK`. The mapping's decode chain has the last word. */
  contentType: string;
  /** What kind of message it is where one source has several: an operation (`04C01`), a table, a path. */
  subject?: string;
}

/** An opaque position in the other side's data, JSON, meaningful to its connector alone. */
export type Cursor = unknown;

/**
 * What one poll step brought. The runner stores the messages and the cursor in the same transaction: after a crash the
 * next poll starts from the last cursor whose messages are in the store.
 */
export interface Page {
  messages: readonly RawMessage[];
  /** Where to go on after this page is stored. Absent: the page does not move the position. */
  cursor?: Cursor;
}

/** What became of one delivered message: counts of its rows, and the reasons of those that did not fit. */
export interface Delivery {
  messageId: number;
  stored: number;
  unchanged: number;
  deadLettered: number;
  /** Set when the whole message could not be read. */
  error?: string;
  /** `externalId` of each row in order, undefined where the row did not fit. */
  ids: readonly (string | undefined)[];
}

/** Rows read out of one message by the mapping's decode chain. */
export interface Opened {
  rows: readonly unknown[];
  /** The other side's own total, when its reply states one. */
  total?: number;
  /** The decoded document, for connectors that need more than rows (tokens, page counts). */
  document: unknown;
}

/** What a device or a docking station said of itself: feeds the device register and the operator's screen. */
export interface Observation {
  kind: 'heartbeat' | 'issue' | 'clock';
  deviceId: string;
  at: Date;
  policeId?: string;
  org?: string;
  /** The device's own clock at `at`, when it said so. */
  deviceClock?: Date;
  detail?: Record<string, unknown>;
}

/** Where a connector finds organisations and people when the other side asks the hub for them. */
export interface Directory {
  /** Direct children of an organisation, or the topmost ones. */
  orgs(parent?: string): Promise<{ code: string; name: string; parent?: string }[]>;
  /** The people who serve in an organisation, not below it. */
  people(org: string): Promise<{ policeId: string; name: string; org: string; orgName: string }[]>;
}

/**
 * A few facts a source remembers beside its data: who has registered, which message was here already. Shared by all
 * processes, there after a restart, kept no longer than said. Not for records.
 */
export interface Memory {
  /** What is kept under a key of at most 190 characters; undefined when there is nothing or its time is over. */
  get(key: string): Promise<unknown>;
  /** Keep a JSON value for so many seconds, in place of what was there. */
  set(key: string, value: unknown, seconds: number): Promise<void>;
  forget(key: string): Promise<void>;
}

/** What every call of a connector is given. */
export interface Context<S> {
  /** The source's name. */
  readonly source: string;
  readonly settings: S;
  /** Aborted on shutdown and when the source is paused: stop soon, what was yielded is safe. */
  readonly signal: AbortSignal;
  /**
   * Decode a message by the source's mapping: charset, URL-decoding, XML or JSON, success predicate, row selection.
   *
   * @throws RecordError when it cannot be read; the class the mapping gives its error code when the other side refused
   */
  open(message: RawMessage): Promise<Opened>;
  /** Report something about a device; stored soon, never blocks or fails the caller. */
  observe(observation: Observation): void;
  /** Somebody tries settings: what is yielded is looked at and thrown away. What is not finished yet may be shown. */
  readonly isTrial?: boolean;
  readonly directory: Directory;
  /** @throws RetriableError from each of its methods while the store is away */
  readonly memory: Memory;
  readonly log: { warn(detail: Record<string, unknown>, message: string): void };
}

export interface ReceiveContext<S> extends Context<S> {
  /**
   * Store messages with all promises on. Resolves after the commit, so a yes given afterwards is true even if the
   * process dies in the same moment. Rows that do not fit are dead-lettered and reported, not thrown.
   *
   * @param to another source with the same connector, whose mapping reads them: for senders that know one address only
   *   and send several kinds of things to it
   * @throws RetriableError when the store cannot take them now (say so in the other side's protocol), and when there is
   *   no such other source
   */
  deliver(messages: readonly RawMessage[], to?: string): Promise<readonly Delivery[]>;
  /** The part of the path after `/receive/{source}`, "" or starting with "/". */
  readonly path: string;
  /**
   * `externalId`s of this source's recordings whose bytes lie verified on a volume of the hub, oldest first: what a
   * docking station may delete. Absent where the hub keeps no bytes.
   */
  keptFootage?(limit: number): Promise<readonly string[]>;
  /** Recordings that came through this source, for protocols in which the other side may read back what it brought. */
  readonly stored?: Stored;
}

/** Which recordings of a source; `from` and `to` (epoch ms) bound their beginning, the end left out. */
export interface StoredQuery {
  readonly mediaType: MediaType;
  readonly externalId?: string;
  readonly deviceId?: string;
  readonly from?: number;
  readonly to?: number;
  readonly offset: number;
  readonly limit: number;
}

/** A page in the order of the numbers, and how many there are without paging. */
export interface StoredFootage {
  readonly total: number;
  readonly footage: readonly Footage[];
}

export type Stored = (query: StoredQuery) => Promise<StoredFootage>;

/** One step of `check`, in the order tried. The first failed step carries error and remedy. */
export interface CheckStep {
  step: string;
  ok: boolean;
  detail?: string;
  /** Rows that came with it. */
  rows?: number;
  /** How the other side's answer begins, where there is something to read in it. */
  reply?: string;
  /** It went well as far as can be told, but a person should look: `no-list`, the answer holds no list of rows. */
  doubt?: 'no-list';
}

/**
 * A connector is code for a protocol; a source is a configured instance of it. An absent method is an absent
 * capability. Instances do not exist: every call gets its context, and keeps nothing but connection pools that it
 * closes with the signal.
 */
export interface Connector<F extends Fields = Fields> {
  readonly title: Label;
  /** Two or three sentences for the reference page: which systems speak it, what is special. */
  readonly about: Label;
  readonly settings: F;
  /**
   * Connect and authenticate, read nothing. Called from the form, the CLI and before a source goes live. Wrong
   * settings must fail here.
   *
   * @throws ConfigurationError, RetriableError
   */
  check(context: Context<Values<F>>): Promise<CheckStep[]>;
  /**
   * Yield pages from `cursor` to the present, then return. One run per source at a time across all processes. May be
   * aborted between any two pages. Called again from the last stored cursor, so a page may come twice: the store
   * knows what it has.
   */
  poll?(context: Context<Values<F>>, cursor: Cursor | undefined): AsyncIterable<Page>;
  /**
   * The next page may be asked for while the last one is still being stored. Only where `poll` does nothing after a page
   * that relies on its being stored, such as moving a file away.
   */
  readonly readsAhead?: boolean;
  /** Answer one request of the other side in its own protocol, errors included; yes only after `deliver` resolved. */
  receive?(context: ReceiveContext<Values<F>>, request: Request): Promise<Response>;
  /**
   * Tell links to the business system, parents before children as they are given. Yields what became of each, at once
   * and one request at a time: the runner waits between two as the pace demands, and may stop there. What is thrown
   * holds for all that were not named. The class of an error decides: record → a person must look at this link;
   * retriable → later; duplicate → told. Idempotent by `linkId`: an answer may be lost and the link told again.
   */
  publish?(context: Context<Values<F>>, publications: readonly Publication[]): AsyncIterable<Told>;
  /**
   * Where the other side can be read: which of these it has exactly as they would be told, for the daily
   * reconciliation. Yields after each request, so that the runner can wait between two as the pace demands. What is not
   * named is not judged; nothing is named where this one cannot be read.
   */
  published?(context: Context<Values<F>>, publications: readonly Publication[]): AsyncIterable<Compared>;
  /**
   * Be the other side of recorded messages, for protocols other than HTTP: serve them on a port of loopback to whoever
   * asks, until closed.
   *
   * @param settings of the recorded source, without secrets and addresses
   * @param port 0 takes a free one
   * @throws BadRequestError when the recording does not hold what is needed
   */
  play?(messages: readonly RawMessage[], settings: Readonly<Record<string, unknown>>, port: number): Promise<Played>;
}

/** The other side of a recording, as it can be reached. */
export interface Played {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Declare a connector. One default export per file in `connectors/`. Sources of connectors that ask or tell the other
 * side have settings for manners towards it beside the connector's own.
 */
export const defineConnector = <const F extends Fields>(connector: Connector<F>): Connector<F> => ({
  ...connector,
  settings: {
    ...connector.settings,
    ...(connector.poll || connector.publish ? paceFields : {}),
    ...(connector.publish ? publishingFields : {}),
  },
});
