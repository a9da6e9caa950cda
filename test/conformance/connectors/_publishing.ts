import { expect } from 'vitest';
import {
  ConfigurationError,
  DuplicateError,
  type NextStep,
  nextStep,
  RetriableError,
} from '../../../hub/core/errors.ts';
import type { Publication, Told } from '../../../hub/core/publication.ts';
import { benchFor } from '../../connectors/_context.ts';
import { nobody, serveSilence } from '../../connectors/_server.ts';
import type { Peer } from './_case.ts';
import type { Promised, Subject } from './_promise.ts';

/** A link between things that nobody has. */
export const publicationOf = (linkId: number, change: Partial<Publication> = {}): Publication => ({
  linkId,
  record: {
    source: 'test-source',
    system: 'case',
    kind: 'case',
    externalId: `A99010600000020240${String(linkId).padStart(5, '0')}`,
    org: '990106590000',
    category: { code: '1625' },
    vehicles: [{ plate: '苏A00001', plateType: '02' }],
    officers: ['009901'],
    time: { start: '2024-01-05T08:48:09+08:00', precision: 'second' },
    references: [{ kind: 'dispatch', id: '990106000000202401050848000001' }],
    attributes: { camera: '990106000000000001' },
  },
  footage: {
    source: 'dock',
    externalId: `99010600_file_${linkId}`,
    deviceKind: 'body-camera',
    mediaType: 'video',
    policeId: '009901',
    org: '990106590000',
    start: '2024-01-05T08:47:00+08:00',
    end: '2024-01-05T08:57:00+08:00',
  },
  segment: { start: '2024-01-05T08:48:09+08:00', end: '2024-01-05T08:52:00+08:00' },
  together: [`99010600_file_${linkId}`],
  url: `https://hub.example/embed/case/${linkId}`,
  decidedAt: '2024-01-05T09:00:00+08:00',
  withdrawn: false,
  ...change,
});

const withdrawal = (linkId: number): Publication =>
  publicationOf(linkId, { withdrawn: true, together: [], decidedAt: '2024-01-05T10:00:00+08:00' });

const peerOf = async ({ known, name }: Subject): Promise<Peer> => {
  if (known.publishing) return known.publishing();
  throw new Error(`test/conformance/connectors/${name}.ts must give a peer: this connector publishes`);
};

const tell = async ({ connector }: Subject, settings: Record<string, unknown>, publications: Publication[]) => {
  const told: Told[] = [];
  const { context } = benchFor(connector, settings);
  for await (const one of connector.publish?.(context, publications) ?? []) told.push(one);
  return told;
};

/** What the runner makes of an answer. */
const stepOf = ({ error }: Told): NextStep => (error === undefined ? 'success' : nextStep(error));

const publishes = ({ connector }: Subject): boolean => connector.publish !== undefined;
const reads = ({ connector }: Subject): boolean => connector.published !== undefined;

/** What every connector promises that tells links. */
export const publishPromises: Promised[] = [
  {
    title: 'tells each link once and names every one of them',
    holdsFor: publishes,
    async prove(subject) {
      const peer = await peerOf(subject);
      const told = await tell(subject, peer.settings, [publicationOf(1), publicationOf(2)]);
      expect(told.map(stepOf)).toEqual(['success', 'success']);
      expect(told.map(({ linkId }) => linkId).sort()).toEqual([1, 2]);
      expect(await peer.held()).toEqual([publicationOf(1).url, publicationOf(2).url].map(peer.shows ?? String));
    },
  },
  {
    title: 'a link that is told again makes no second one',
    holdsFor: publishes,
    async prove(subject) {
      const peer = await peerOf(subject);
      await tell(subject, peer.settings, [publicationOf(1)]);
      const before = await peer.held();
      const again = await tell(subject, peer.settings, [publicationOf(1)]);
      expect(again.map(stepOf)).toEqual(['success']);
      expect(await peer.held()).toEqual(before);
    },
  },
  {
    title: 'a link that changed is told anew in its old place',
    holdsFor: publishes,
    async prove(subject) {
      const peer = await peerOf(subject);
      await tell(subject, peer.settings, [publicationOf(1)]);
      const url = 'https://hub.example/embed/case/elsewhere';
      const changed = publicationOf(1, { url, together: ['elsewhere'], decidedAt: '2024-01-05T10:00:00+08:00' });
      expect((await tell(subject, peer.settings, [changed])).map(stepOf)).toEqual(['success']);
      expect(await peer.held()).toHaveLength(1);
      expect(await peer.held()).not.toEqual([publicationOf(1).url].map(peer.shows ?? String));
    },
  },
  {
    title: 'a link that is withdrawn is there no more, and one that never was is withdrawn too',
    holdsFor: publishes,
    async prove(subject) {
      const peer = await peerOf(subject);
      await tell(subject, peer.settings, [publicationOf(1), publicationOf(2)]);
      expect((await tell(subject, peer.settings, [withdrawal(1)])).map(stepOf)).toEqual(['success']);
      expect(await peer.held()).toEqual([publicationOf(2).url].map(peer.shows ?? String));
      expect((await tell(subject, peer.settings, [withdrawal(1)])).map(stepOf)).toEqual(['success']);
    },
  },
  {
    title: 'a link the other side does not want keeps no other from being told',
    holdsFor: publishes,
    async prove(subject) {
      const peer = await peerOf(subject);
      const told = await tell(subject, peer.settings, [peer.unwanted(publicationOf(1)), publicationOf(2)]);
      expect(told.map((one) => [one.linkId, stepOf(one)])).toEqual([
        [1, 'dead-letter'],
        [2, 'success'],
      ]);
      expect(await peer.held()).toEqual([publicationOf(2).url].map(peer.shows ?? String));
    },
  },
  {
    title: 'wrong keys are for a person, and nothing is told',
    holdsFor: publishes,
    async prove(subject) {
      const peer = await peerOf(subject);
      const outcome = await tell(subject, peer.refused, [publicationOf(1)]).then(
        (told) => told[0]?.error,
        (error: unknown) => error,
      );
      expect(outcome, String(outcome)).toBeInstanceOf(ConfigurationError);
      expect((outcome as ConfigurationError).remedy).toBeTruthy();
      expect(await peer.held()).toEqual([]);
    },
  },
  {
    title: 'a side that is away, or never answers, is told later',
    holdsFor: publishes,
    async prove(subject) {
      const peer = await peerOf(subject);
      for (const host of [await nobody(), await serveSilence()]) {
        const error = await tell(subject, peer.pointedAt(host), [publicationOf(1)]).catch((thrown: unknown) => thrown);
        expect(error, String(error)).toBeInstanceOf(RetriableError);
        expect(error).not.toBeInstanceOf(DuplicateError);
      }
    },
  },
  {
    title: 'knows which links the other side has',
    holdsFor: reads,
    async prove(subject) {
      const peer = await peerOf(subject);
      const { context } = benchFor(subject.connector, peer.settings, peer.open ? { open: peer.open } : {});
      const ask = async (publications: Publication[]) => {
        const there: number[] = [];
        const looked: number[] = [];
        for await (const one of subject.connector.published?.(context, publications) ?? []) {
          looked.push(...one.compared);
          there.push(...one.there);
        }
        expect(looked.sort()).toEqual(publications.map(({ linkId }) => linkId));
        return there.sort();
      };
      await tell(subject, peer.settings, [publicationOf(1), publicationOf(2)]);
      expect(await ask([publicationOf(1), publicationOf(2), publicationOf(3)])).toEqual([1, 2]);
      expect(await ask([publicationOf(1, { url: 'https://hub.example/embed/case/elsewhere' })])).toEqual([]);
      expect(await ask([])).toEqual([]);
    },
  },
];
