import { expect } from 'vitest';
import { decodeText } from '../../../hub/core/charset.ts';
import type { RawMessage } from '../../../hub/core/connector.ts';
import { RetriableError } from '../../../hub/core/errors.ts';
import { parseJson } from '../../../hub/core/mapping/json.ts';
import { parseXml } from '../../../hub/core/mapping/xml.ts';
import { benchFor, type Surroundings } from '../../connectors/_context.ts';
import { type Door, utf8 } from './_case.ts';
import { hostileBodies, hostileTexts, oddTexts } from './_hostile.ts';
import { always, type Promised, type Subject } from './_promise.ts';

/** The connector as it stands when a request comes to its door. */
const benchAt = ({ connector, known }: Subject, more: Surroundings = {}): ReturnType<typeof benchFor> => {
  const { path = '', memory } = known.door ?? {};
  return benchFor(connector, known.settings, { path, ...(memory ? { memory: memory() } : {}), ...more });
};

/** As any mapping: the message must decode and parse, or it is dead-lettered. */
const openAny = (message: RawMessage) => {
  const text = decodeText(message.body, 'utf-8');
  const document = text.trimStart().startsWith('<') ? parseXml(text) : parseJson(text);
  return { rows: [document], document };
};

const doorOf = ({ known, name }: Subject): Door => {
  if (known.door) return known.door;
  throw new Error(`test/conformance/connectors/${name}.ts must describe the door: this connector receives`);
};

const answerOf = async (
  { connector, name }: Subject,
  { context }: ReturnType<typeof benchFor>,
  request: Request,
): Promise<{ response: Response; text: string }> => {
  const response = await connector.receive?.(context, request);
  if (!response) throw new Error(`${name} gave no answer`);
  return { response, text: await response.text() };
};

const expectRefused = async (
  subject: Subject,
  bench: ReturnType<typeof benchFor>,
  request: Request,
  name: string,
): Promise<void> => {
  const { response, text } = await answerOf(subject, bench, request);
  expect(doorOf(subject).saysNo(response, text), `${name}: ${response.status} ${text.slice(0, 200)}`).toBe(true);
  expect(text, name).not.toMatch(/node_modules|\bat \S+:\d+:\d+/);
};

const expectTaken = async (subject: Subject, given?: ReturnType<typeof benchFor>): Promise<void> => {
  const door = doorOf(subject);
  const bench = given ?? benchAt(subject, { open: openAny });
  const before = bench.delivered.length;
  const { response, text } = await answerOf(subject, bench, door.request(door.good.body, door.good.contentType));
  expect(door.saysYes(response, text), text.slice(0, 200)).toBe(true);
  expect(bench.delivered.length).toBe(before + 1);
};

/** What every connector promises that takes requests. */
export const doorPromises: Promised[] = [
  {
    title: 'takes a good message',
    holdsFor: always,
    async prove(subject) {
      await expectTaken(subject);
    },
  },
  {
    title: 'answers a hostile body with no, in the protocol of the other side, and takes the next good one',
    holdsFor: always,
    async prove(subject) {
      const door = doorOf(subject);
      const bench = benchAt(subject, { open: openAny });
      for (const { name, body, contentType } of hostileBodies) {
        await expectRefused(subject, bench, door.request(body, contentType), name);
      }
      await expectTaken(subject, bench);
    },
  },
  {
    title: 'answers hostile text inside its envelope with no, and takes the next good one',
    holdsFor: ({ known }) => known.door?.wrap !== undefined,
    async prove(subject) {
      const door = doorOf(subject);
      const bench = benchAt(subject, { open: openAny });
      for (const [name, text] of hostileTexts) {
        const { body, contentType } = door.wrap?.(text) ?? door.good;
        await expectRefused(subject, bench, door.request(body, contentType), name);
      }
      await expectTaken(subject, bench);
    },
  },
  {
    title: 'answers odd text with yes or no, unharmed',
    holdsFor: always,
    async prove(subject) {
      const door = doorOf(subject);
      const bench = benchAt(subject, { open: openAny });
      for (const [name, text] of oddTexts) {
        const forms = [
          { body: utf8(text), contentType: 'application/json' },
          { body: utf8(text), contentType: 'text/xml; charset=utf-8' },
          ...(door.wrap ? [door.wrap(text)] : []),
        ];
        for (const { body, contentType } of forms) {
          const { response, text: answer } = await answerOf(subject, bench, door.request(body, contentType));
          expect(door.saysYes(response, answer) || door.saysNo(response, answer), name).toBe(true);
        }
      }
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      await expectTaken(subject, bench);
    },
  },
  {
    title: 'answers other methods without a crash',
    holdsFor: always,
    async prove(subject) {
      const { context } = benchAt(subject);
      for (const method of ['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS']) {
        const response = await subject.connector.receive?.(context, new Request('http://hub/receive/x', { method }));
        expect(response?.status, method).toBeLessThan(502);
      }
    },
  },
  {
    title: 'says yes only after the store has it',
    holdsFor: always,
    async prove(subject) {
      const door = doorOf(subject);
      const failOnce = new RetriableError('[hub] [store] away');
      const bench = benchAt(subject, { open: openAny, failOnce });
      await expectRefused(
        subject,
        bench,
        door.request(door.good.body, door.good.contentType),
        'while the store is away',
      );
      await expectTaken(subject, bench);
    },
  },
];
