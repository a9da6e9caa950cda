import type { Footage } from './footage.ts';
import type { BusinessRecord } from './record.ts';

/**
 * A link to be told to a business system. Of the record what its own system knows already, without the people in it; of
 * the recording what finds it. Nothing here plays it: `url` leads to a page that asks for a grant.
 */
export interface Publication {
  /** Names this record with this recording at this source for all time: telling it again must not make a second one. */
  linkId: number;
  record: Pick<
    BusinessRecord,
    'source' | 'system' | 'kind' | 'externalId' | 'org' | 'category' | 'vehicles' | 'time' | 'references' | 'attributes'
  > & { officers: readonly string[] };
  footage: Pick<
    Footage,
    | 'source'
    | 'externalId'
    | 'deviceId'
    | 'deviceKind'
    | 'mediaType'
    | 'policeId'
    | 'org'
    | 'start'
    | 'end'
    | 'uploadedAt'
  >;
  segment: { start: string; end: string };
  /** `externalId`s of all recordings this record is linked to as told, for systems that take the whole list at once. */
  together: readonly string[];
  /** Where a person plays it. */
  url: string;
  /** When the link was decided last. */
  decidedAt: string;
  /** Withdraw instead of tell. What the other side does not have is withdrawn with success. */
  withdrawn: boolean;
}

/** What became of one link: without an error the other side has acknowledged it. */
export interface Told {
  linkId: number;
  error?: unknown;
}

/** What one look at the other side showed: `linkId`s that were looked for, and those of them that are there as told. */
export interface Compared {
  compared: readonly number[];
  there: readonly number[];
}
