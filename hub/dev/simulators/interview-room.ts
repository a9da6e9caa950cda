/**
 * The recorders of the city's interview and interrogation rooms (询问室, 讯问室). As interviews end, `ROOM_FOLDER` gets
 * `<recordNo>.mp4` and then `<recordNo>.json` (see `Sidecar`): history first, then as the city lives. The ready line's
 * url is `file:<folder>`; the web server only tells the state at `GET /`.
 *
 * Environment: ROOM_FOLDER; CITY_MEDIA (where clips are kept). What was dropped is remembered in `<ROOM_FOLDER>.dropped`.
 */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Hono } from 'hono';
import type { CityDay, Clip, Interview } from '../city/model.ts';
import { minute } from '../city/time.ts';
import { simulatedCity } from './_kit/city-days.ts';
import { requiredText } from './_kit/environment.ts';
import { runSimulator } from './_kit/process.ts';
import { drop, isDropped } from './interview-room/drop.ts';

const lookEveryMs = 1000;
/** Between pieces of a file that is written while somebody may watch; history is written at once. */
const livePauseMs = 40;

const recordingsOf = ({ clips, interviews }: CityDay): { clip: Clip; interview: Interview }[] =>
  interviews.flatMap((interview) => {
    const clip = clips.find(({ device, from }) => device === interview.room && from === interview.from);
    return clip ? [{ clip, interview }] : [];
  });

await runSimulator('interview-room', async ({ log }) => {
  const { city, clock, days } = simulatedCity();
  const folder = resolve(requiredText('ROOM_FOLDER'));
  await mkdir(folder, { recursive: true });
  let dropped = 0;
  let rounds = 0;
  let busy = false;

  const dropNew = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      const now = clock.now();
      for (const { clip, interview } of days().flatMap(recordingsOf)) {
        if (clip.uploadedAt > now || isDropped(folder, clip)) continue;
        const old = now - clip.uploadedAt > 10 * minute;
        await drop(city, interview, clip, { folder, pauseMs: old ? 0 : livePauseMs });
        dropped += 1;
      }
      rounds += 1;
    } catch (error) {
      log(`could not write into ${folder}, trying on: ${error instanceof Error ? error.message : error}`);
    } finally {
      busy = false;
    }
  };

  const app = new Hono();
  app.get('/', (c) => c.json({ folder, dropped, rounds }));
  void dropNew();
  const timer = setInterval(() => void dropNew(), lookEveryMs);
  return { app, address: `file:${folder}`, stop: () => clearInterval(timer) };
});
