/**
 * A small view library (视图库, GA/T 1400) that belongs to the city: it registers at the hub by HTTP Digest, keeps itself
 * alive, and uploads the video slices of body cameras and the cases of the case system, history first. Some cases name
 * the recordings that somebody attached to them.
 *
 * `GET /` tells how often it had to register and what its outboxes hold.
 *
 * Environment: HUB_RECEIVE_URL, VIID_PASSWORD; VIID_ID (its own 20 digits), VIID_KEEPALIVE_MS.
 */
import { Hono } from 'hono';
import type { CityDay, Clip } from '../city/model.ts';
import { hashOf } from '../city/random.ts';
import { perDays, simulatedCity } from './_kit/city-days.ts';
import { numberOr, requiredText, textOr } from './_kit/environment.ts';
import { startOutbox } from './_kit/outbox.ts';
import { runSimulator } from './_kit/process.ts';
import { repeat } from './_kit/repeat.ts';
import type { Revision } from './_kit/timeline.ts';
import { caseObject, videoSlice } from './viid/objects.ts';
import { viidSession } from './viid/session.ts';

const batchSize = 20;

/** One case in three has recordings attached by hand: those that are there when it is filed. */
const attachedTo = (days: readonly CityDay[], number: string, filedAt: number): Clip[] =>
  hashOf(number) % 3 > 0
    ? []
    : days
        .flatMap(({ clips }) => clips)
        .filter(
          ({ uploadedAt, shows }) => uploadedAt <= filedAt && shows.some(({ event }) => event === `case/${number}`),
        )
        .slice(0, 2);

await runSimulator('viid', ({ log }) => {
  const simulated = simulatedCity();
  const { city, clock } = simulated;
  const session = viidSession({
    hub: requiredText('HUB_RECEIVE_URL').replace(/\/$/, ''),
    id: textOr('VIID_ID', `${city.areaCode}00005030000001`),
    password: requiredText('VIID_PASSWORD'),
    log,
  });

  const slices = perDays(simulated, (days): Revision<object>[] =>
    days.flatMap(({ clips }) =>
      clips
        .filter(({ via, mediaType }) => via === 'docking-station' && mediaType === 'video')
        .map((clip) => ({ key: clip.id, at: clip.uploadedAt, row: videoSlice(city, clip) })),
    ),
  );
  const cases = perDays(simulated, (days): Revision<object>[] =>
    days.flatMap(({ cases: files }) =>
      files.map((file) => ({
        key: file.number,
        at: file.filedAt,
        row: caseObject(file, attachedTo(days, file.number, file.filedAt)),
      })),
    ),
  );
  const outboxOf = (path: string, all: () => Revision<object>[], wrap: (rows: object[]) => object) =>
    startOutbox<object>({
      known: () => all().filter(({ at }) => at <= clock.now()),
      batchSize: () => batchSize,
      send: (batch) => session.upload(path, wrap(batch.map(({ row }) => row))),
      log,
    });
  const outboxes = {
    videoSlices: outboxOf('/VIID/VideoSlices', slices, (VideoSlice) => ({ VideoSliceListObject: { VideoSlice } })),
    cases: outboxOf('/VIID/Cases', cases, (Case) => ({ CaseListObject: { Case } })),
  };
  const stopBeating = repeat(numberOr('VIID_KEEPALIVE_MS', 60_000), log, () => session.keepalive());

  const app = new Hono();
  app.get('/', (c) => {
    const { videoSlices, cases: caseOutbox } = outboxes;
    return c.json({
      registrations: session.registrations(),
      videoSlices: videoSlices.state(),
      cases: caseOutbox.state(),
    });
  });
  return {
    app,
    async stop() {
      await Promise.all([stopBeating(), ...Object.values(outboxes).map((outbox) => outbox.stop())]);
    },
  };
});
