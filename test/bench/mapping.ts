import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import jsonata from 'jsonata';
import { Parser, processors } from 'xml2js';
import { canonicalJson } from '../../hub/core/canonical-json.ts';
import type { RawMessage } from '../../hub/core/connector.ts';
import { type CompiledMapping, compileMapping } from '../../hub/core/mapping/compile.ts';
import { type Mapping, parseMapping } from '../../hub/core/mapping/parse.ts';
import { type Goal, report, table } from './_goals.ts';
import { messages } from './mapping/messages.ts';

interface Rounds {
  readonly warmUp: number;
  readonly counted: number;
}
const rounds: Rounds = { warmUp: 20, counted: 60 };
/** JSONata takes a hundred times as long. */
const fewRounds: Rounds = { warmUp: 3, counted: 8 };

/** So many messages go one way before they go the other: too short a time for the machine to turn to something else. */
const together = 8;

interface Dialect {
  name: string;
  mapping: Mapping;
  compiled: CompiledMapping;
  raw: RawMessage[];
  bytes: Buffer[];
  parse(bytes: Buffer): unknown;
}

/** What the hub asks of xml2js, with nothing of its own around it; undefined for what is not well-formed. */
const parseXml = (bytes: Buffer): unknown => {
  let document: unknown;
  new Parser({
    explicitArray: false,
    mergeAttrs: true,
    explicitRoot: true,
    tagNameProcessors: [processors.stripPrefix],
  }).parseString(bytes.toString(), (error: Error | null, result: unknown) => {
    document = error ? undefined : result;
  });
  return document;
};

const parseJson = (bytes: Buffer): unknown => JSON.parse(bytes.toString());

/** The document alone, without the URL encoding around it. */
const plainBytes = (text: string): Buffer =>
  Buffer.from(text.startsWith('%') ? decodeURIComponent(text.replaceAll('+', ' ')) : text);

const dialectOf = async (name: string, texts: readonly string[]): Promise<Dialect> => {
  const file = join(import.meta.dirname, `../../mappings/${name}.yaml`);
  const mapping = parseMapping(await readFile(file, 'utf8'), file);
  const isJson = /^[[{]/.test(texts[0] ?? '');
  const parse = isJson ? parseJson : parseXml;
  const contentType = isJson ? 'application/json' : 'text/xml; charset=utf-8';
  // Values with stray brackets are mended by the hub and break xml2js alone.
  const readable = texts.filter((text) => parse(plainBytes(text)) !== undefined);
  return {
    name,
    mapping,
    compiled: compileMapping(mapping),
    raw: readable.map((text) => ({ body: Buffer.from(text), contentType })),
    bytes: readable.map(plainBytes),
    parse,
  };
};

const median = (values: number[]): number => {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** One way to deal with a message, given by its index. */
type Way = (index: number) => unknown;

/** Median microseconds a message, of each way, and the medians of the ratios to the first way over the same messages. */
const measure = async (ways: readonly Way[], count: number, { warmUp, counted }: Rounds) => {
  const taken = ways.map((): number[] => []);
  for (let round = -warmUp; round < counted; round++) {
    for (let from = 0; from < count; from += together) {
      const to = Math.min(count, from + together);
      for (const [number, way] of ways.entries()) {
        const start = process.hrtime.bigint();
        for (let index = from; index < to; index++) {
          const result = way(index);
          if (result instanceof Promise) await result;
        }
        if (round >= 0) taken[number]?.push(Number(process.hrtime.bigint() - start) / 1000 / (to - from));
      }
    }
  }
  const [first = []] = taken;
  return taken.map((values) => ({
    us: median(values),
    ratio: median(values.map((value, index) => value / (first[index] ?? Number.NaN))),
  }));
};

const hubWay =
  ({ compiled, raw }: Dialect): Way =>
  (index) => {
    for (const row of compiled.open(raw[index] as RawMessage).rows) void compiled.map(row, 'bench');
  };

const parseWay =
  ({ bytes, parse }: Dialect): Way =>
  (index) =>
    parse(bytes[index] as Buffer);

/** Map what is parsed already, as JSONata is given it. */
const mapWay = ({ compiled, raw }: Dialect): Way => {
  const rows = raw.map((message) => compiled.open(message).rows[0]);
  return (index) => void compiled.map(rows[index], 'bench');
};

/** The code table that the JSONata expression of a dialect looks labels up in. */
const labelTables: Readonly<Record<string, string>> = { 'dispatch-icc': 'category', 'traffic-violation': 'violation' };

interface Peer {
  run(document: unknown): Promise<unknown>;
  documents: unknown[];
}

const peerOf = async ({ name, mapping, compiled, raw }: Dialect): Promise<Peer | undefined> => {
  const table = labelTables[name];
  if (table === undefined) return undefined;
  const text = await readFile(join(import.meta.dirname, `mapping/${name}.jsonata`), 'utf8');
  const expression = jsonata(text);
  const bindings = { labels: mapping.definition.codes[table] };
  return {
    run: (document) => expression.evaluate(document, bindings),
    documents: raw.map((message) => compiled.open(message).document),
  };
};

/** Both ways give the same records, or the comparison would mean nothing. */
const proveEqual = async ({ name, compiled, raw }: Dialect, peer: Peer): Promise<void> => {
  for (const [index, message] of raw.entries()) {
    const mapped = await compiled.map(compiled.open(message).rows[0], 'bench');
    const ours = canonicalJson(mapped.target === 'record' ? mapped.record : undefined);
    const theirs = canonicalJson(JSON.parse(JSON.stringify(await peer.run(peer.documents[index]))));
    if (ours !== theirs) throw new Error(`${name}, message ${index}:\nhub     ${ours}\nJSONata ${theirs}`);
  }
};

interface Line {
  cells: (string | number)[];
  goals: Goal[];
}

const figure = (value: number): string => value.toFixed(1);

const lineOf = async (dialect: Dialect): Promise<Line> => {
  const { name, raw, bytes } = dialect;
  const peer = await peerOf(dialect);
  if (peer) await proveEqual(dialect, peer);
  const [parsed, hub] = await measure([parseWay(dialect), hubWay(dialect)], raw.length, rounds);
  const peerWay: Way = (index) => peer?.run(peer.documents[index]);
  const [mapped, asked] = peer ? await measure([mapWay(dialect), peerWay], raw.length, fewRounds) : [];
  const size = Math.round(bytes.reduce((sum, { length }) => sum + length, 0) / bytes.length);
  const cells = [name, raw.length, size, figure(parsed?.us ?? 0), figure(hub?.us ?? 0), (hub?.ratio ?? 0).toFixed(2)];
  if (!mapped || !asked) return { cells: [...cells, '', '', ''], goals: [] };
  return {
    cells: [...cells, figure(mapped.us), figure(asked.us), figure(asked.ratio)],
    goals: [
      { name: `${name}-of-parsing`, value: hub?.ratio ?? Number.NaN, atMost: 3, digits: 2 },
      { name: `${name}-times-jsonata`, value: asked.ratio, atLeast: 10, digits: 1 },
    ],
  };
};

/**
 * Decoding, parsing and mapping a message beside parsing its bytes alone, and mapping a parsed message beside JSONata doing
 * the same: medians over different messages of one row, as the simulators of the other side write them.
 */
export const run = async (): Promise<void> => {
  const lines: Line[] = [];
  for (const [name, texts] of Object.entries(messages)) lines.push(await lineOf(await dialectOf(name, texts)));
  const head = [
    'mapping',
    'messages',
    'bytes',
    'parse alone, µs',
    'decode, parse and map, µs',
    'times parsing',
    'map alone, µs',
    'JSONata, µs',
    'times the hub',
  ];
  const body = [
    `Medians of ${rounds.counted} rounds, ${together} messages going each way in turn. Parsing alone: JSON.parse or xml2js over the bytes, URL encoding taken off before.`,
    '',
    table(
      head,
      lines.map(({ cells }) => cells),
    ),
  ].join('\n');
  await report(
    'mapping',
    'npm run -s bench -- mapping',
    body,
    lines.flatMap(({ goals }) => goals),
  );
};
