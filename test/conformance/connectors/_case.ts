import type { Publication } from '../../../hub/core/publication.ts';
import type { Surroundings } from '../../connectors/_context.ts';

/** What the suite must be told of a connector; everything else it finds out. One file a connector, named as it is. */
export interface ConnectorCase {
  /** Settings with which `check` of a connector that only receives passes, and which the others can be pointed with. */
  settings: Record<string, unknown>;
  /** For those that call: the same settings pointed at `host:port`, with a timeout of one second. */
  pointedAt?: (host: string) => Record<string, unknown>;
  /** For those that do not call: settings that `parseSettings` takes and `check` must refuse. */
  refused?: Record<string, unknown>;
  /** For those that receive. */
  door?: Door;
  /** For those that publish: another peer for each call. */
  publishing?: () => Promise<Peer>;
  /** Promises of the suite that do not hold for it, with the reason. One that holds after all fails as stale. */
  waivers?: Record<string, string>;
}

/** An other side that is told links, speaking its own protocol without the code under test. */
export interface Peer {
  settings: Record<string, unknown>;
  /** The same with a key or a right that is wrong. */
  refused: Record<string, unknown>;
  /** The same pointed at `host:port`, with a timeout of one second. */
  pointedAt(host: string): Record<string, unknown>;
  /** What it has of each link it has now, in the order of links: the address, unless `shows` says otherwise. */
  held(): Promise<string[]>;
  /** What it has of a link with this address, where it keeps something else. */
  shows?(url: string): string;
  /** Stands for the mapping, where it is read back by one. */
  open?: Surroundings['open'];
  /** A change that makes it refuse this link and no other. */
  unwanted(publication: Publication): Publication;
}

export interface Door {
  /** Below `/receive/{source}`. */
  path: string;
  /** What the source remembers when the request comes, e.g. that its sender has registered. */
  memory?: () => NonNullable<Surroundings['memory']>;
  /** A request that has shown its key, with any body in it. */
  request(body: Uint8Array, contentType: string): Request;
  /** A body that must be taken. */
  good: { body: Uint8Array; contentType: string };
  /** Ways of putting hostile text where the connector would look for the message, e.g. inside an envelope. */
  wrap?: (text: string) => { body: Uint8Array; contentType: string };
  /** Whether an answer says yes in the other side's protocol. */
  saysYes(response: Response, body: string): boolean;
  /** Whether an answer says no in the other side's protocol, and nothing but that. */
  saysNo(response: Response, body: string): boolean;
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
