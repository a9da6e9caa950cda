import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openStore } from '../../../hub/store/open.ts';
import { footage, links, records } from '../../../hub/store/tables/catalogue.ts';
import { report, table } from '../_goals.ts';

interface Shown {
  event: string;
  /** The event that was filmed, where this one is another record of it. */
  through?: string;
}

/** Event number and clip of every pair that is true; `own` are those where the event itself was filmed. */
interface CityTruth {
  readonly pairs: ReadonlySet<string>;
  readonly own: ReadonlySet<string>;
}

const numberOf = (event: string): string => event.slice(event.indexOf('/') + 1);

const readTruth = async (file: string): Promise<CityTruth> => {
  const pairs = new Set<string>();
  const own = new Set<string>();
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { clip, shows = [] } = JSON.parse(line) as { clip?: string; shows?: Shown[] };
    for (const { event, through } of clip === undefined ? [] : shows) {
      pairs.add(`${numberOf(event)} ${clip}`);
      if (through === undefined) own.add(`${numberOf(event)} ${clip}`);
    }
  }
  return { pairs, own };
};

const ratio = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(4));

/**
 * Hold the links of the running demo against what its city knows to be true.
 *
 * @param dataDir folder of the demo, with `demo.json`
 */
export const measureCity = async (dataDir: string): Promise<void> => {
  const facts = join(dataDir, 'demo.json');
  if (!existsSync(facts)) {
    console.error(`[hub] [bench] there is no ${facts}; start the city with npm start, or name its folder with --data`);
    process.exitCode = 1;
    return;
  }
  const { databaseUrl, truth: truthFile } = JSON.parse(readFileSync(facts, 'utf8')) as {
    databaseUrl: string;
    truth: string;
  };
  const truth = await readTruth(truthFile);
  const store = openStore(databaseUrl);
  try {
    const recordRows = await store.db
      .select({ id: records.id, kind: records.kind, number: records.externalId })
      .from(records);
    const clipRows = await store.db.select({ id: footage.id, number: footage.externalId }).from(footage);
    const linkRows = await store.db
      .select({
        recordId: links.recordId,
        footageId: links.footageId,
        via: links.viaRecordId,
        decision: links.decision,
      })
      .from(links);
    const byId = new Map(recordRows.map((row) => [row.id, row]));
    const clips = new Map(clipRows.map(({ id, number }) => [id, number]));
    const name = (recordId: number, footageId: number) => `${byId.get(recordId)?.number} ${clips.get(footageId)}`;
    const sure = linkRows.filter(({ decision }) => decision === 'linked' || decision === 'confirmed');
    const review = linkRows.filter(({ decision }) => decision === 'review');
    // Only what has arrived can be linked.
    const [numbers, clipNumbers] = [new Set(recordRows.map(({ number }) => number)), new Set(clips.values())];
    const hasArrived = (pair: string) =>
      numbers.has(pair.slice(0, pair.indexOf(' '))) && clipNumbers.has(pair.slice(pair.indexOf(' ') + 1));
    const own = [...truth.own].filter(hasArrived);
    const told = [...truth.pairs].filter((pair) => hasArrived(pair) && !truth.own.has(pair));
    const linked = new Set(sure.map(({ recordId, footageId }) => name(recordId, footageId)));
    const offered = new Set(review.map(({ recordId, footageId }) => name(recordId, footageId)));
    const direct = sure.filter(({ via }) => via === null);
    const inherited = sure.filter(({ via }) => via !== null);
    const isTrue = ({ recordId, footageId }: (typeof sure)[number]) => truth.pairs.has(name(recordId, footageId));
    const followsTruth = (link: (typeof sure)[number]) =>
      isTrue(link) || (link.via !== null && truth.pairs.has(name(link.via, link.footageId)));
    const rightDirect = direct.filter(isTrue).length;
    const kinds = [...new Set(recordRows.map(({ kind }) => kind))].sort();
    const kindOf = new Map(recordRows.map(({ number, kind }) => [number, kind]));
    const ofKind = (pairs: readonly string[], kind: string) =>
      pairs.filter((pair) => kindOf.get(pair.slice(0, pair.indexOf(' '))) === kind);
    const body = [
      `${recordRows.length} records, ${clipRows.length} clips, ${own.length} true pairs and ${told.length} more through another record`,
      '',
      table(
        ['links', 'number', 'precision', 'recall', 'with review'],
        [
          [
            'own',
            direct.length,
            ratio(rightDirect, direct.length),
            ratio(own.filter((pair) => linked.has(pair)).length, own.length),
            ratio(own.filter((pair) => linked.has(pair) || offered.has(pair)).length, own.length),
          ],
          [
            'inherited',
            inherited.length,
            ratio(inherited.filter(followsTruth).length, inherited.length),
            ratio(told.filter((pair) => linked.has(pair)).length, told.length),
            ratio(told.filter((pair) => linked.has(pair) || offered.has(pair)).length, told.length),
          ],
        ],
      ),
      '',
      table(
        ['kind', 'records', 'own links', 'precision', 'recall', 'inherited', 'review'],
        kinds.map((kind) => {
          const isKind = ({ recordId }: { recordId: number }) => byId.get(recordId)?.kind === kind;
          const mine = direct.filter(isKind);
          const wanted = ofKind(own, kind);
          return [
            kind,
            recordRows.filter((row) => row.kind === kind).length,
            mine.length,
            ratio(mine.filter(isTrue).length, mine.length),
            ratio(wanted.filter((pair) => linked.has(pair)).length, wanted.length),
            inherited.filter(isKind).length,
            review.filter(isKind).length,
          ];
        }),
      ),
    ].join('\n');
    const precision = direct.length === 0 ? 0 : rightDirect / direct.length;
    await report('match-quality', 'npm run -s bench -- match-quality --city', body, [
      { name: 'precision of own links in the city', value: precision, atLeast: 0.99, digits: 4 },
    ]);
  } finally {
    await store.close();
  }
};
