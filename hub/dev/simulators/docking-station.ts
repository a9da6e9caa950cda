/**
 * All docking stations of the city (采集工作站, interfaces 5.3) in one process. As clients they tell the hub, at
 * `HUB_RECEIVE_URL` and below, of themselves (heartbeat each city minute) and of the files that officers upload,
 * history first, newest before oldest. As a web server they give the bytes at each file's `bfwz`, with Range; a clip is
 * made when it is first asked for.
 *
 * `POST /sim/clips` records one more clip and reports it at once (see `extraClipSchema`). `GET /` tells the state.
 *
 * Environment: HUB_RECEIVE_URL, DOCK_AUTHKEY; CITY_MEDIA (where clips are kept). Give a fixed PORT where the addresses
 * must outlive a restart. Nothing is remembered of what was reported: after a restart it is all reported again.
 */
import { Hono } from 'hono';
import { footageDomain } from '../city/city.ts';
import { clipFolder, makeClip } from '../city/make-clip.ts';
import type { Clip } from '../city/model.ts';
import { readCity } from '../city/settings.ts';
import { minute } from '../city/time.ts';
import { perDays, simulatedCity } from './_kit/city-days.ts';
import { requiredText } from './_kit/environment.ts';
import { runSimulator } from './_kit/process.ts';
import { extraClipSchema, extraClips } from './docking-station/extra-clips.ts';
import { gpsText } from './docking-station/gps.ts';
import { gpsPath, mediaPath } from './docking-station/media-path.ts';
import { serveFile } from './docking-station/serve-file.ts';
import { workstation } from './docking-station/workstation.ts';

const lookEveryMs = 1000;
/** A city that runs fast does not flood the hub with heartbeats. */
const shortestHeartbeatMs = 5000;

await runSimulator('docking-station', ({ url, log }) => {
  const { speed } = readCity();
  const simulated = simulatedCity();
  const { city, clock } = simulated;
  const extras = extraClips(city, clipFolder());
  const hub = requiredText('HUB_RECEIVE_URL').replace(/\/$/, '');
  const authkey = requiredText('DOCK_AUTHKEY');
  const stations = new Map(
    city.stations.map((station) => [
      station.id,
      workstation({ city, station, hub, authkey, domain: footageDomain, url, log }),
    ]),
  );

  const docked = perDays(simulated, (days) =>
    days.flatMap(({ clips }) => clips.filter(({ via }) => via === 'docking-station')),
  );
  const addresses = (clip: Clip): [string, Clip][] => {
    const path = mediaPath(city, clip);
    return [
      [path, clip],
      [gpsPath(path), clip],
    ];
  };
  const byPath = perDays(simulated, () => new Map(docked().flatMap(addresses)));
  /** The clip of a media file or of its side file, once it has been uploaded. */
  const atPath = (path: string): Clip | undefined => {
    const clip = byPath().get(path) ?? new Map(extras.all().flatMap(addresses)).get(path);
    return clip && clip.uploadedAt <= clock.now() ? clip : undefined;
  };

  let reportedUpTo = Number.NEGATIVE_INFINITY;
  const reportNew = (): void => {
    const now = clock.now();
    const fresh = docked().filter(({ uploadedAt }) => uploadedAt > reportedUpTo && uploadedAt <= now);
    reportedUpTo = now;
    for (const [id, station] of stations) station.report(fresh.filter((clip) => clip.station === id));
  };
  const switchOn = async (): Promise<void> => {
    await Promise.all([...stations.values()].map((station) => station.signIn()));
    reportNew();
    for (const [id, station] of stations) station.report(extras.all().filter((clip) => clip.station === id));
  };
  const beat = (): void => stations.forEach((station) => void station.heartbeat());

  const app = new Hono();
  app.get('/', (c) =>
    c.json({
      stations: stations.size,
      waiting: [...stations.values()].reduce((sum, station) => sum + station.waiting(), 0),
    }),
  );
  app.get('/media/*', async (c) => {
    const path = decodeURIComponent(c.req.path).slice(1);
    const clip = atPath(path);
    const track = clip && path.endsWith('.gps') ? gpsText(clip) : undefined;
    if (track !== undefined) return c.text(track);
    if (!clip || path.endsWith('.gps')) return c.notFound();
    return serveFile(await makeClip(clip), clip.mediaType === 'audio' ? 'audio/mp4' : 'video/mp4', c.req.raw);
  });
  app.post('/sim/clips', async (c) => {
    const wanted = extraClipSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!wanted.success)
      return c.json({ error: wanted.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) }, 400);
    try {
      const clip = extras.record(wanted.data, clock.now());
      stations.get(clip.station)?.report([clip]);
      return c.json({ wjbh: clip.id, bfwz: `${url}/${mediaPath(city, clip)}` }, 201);
    } catch (error) {
      return c.json({ error: [error instanceof Error ? error.message : String(error)] }, 400);
    }
  });
  app.onError((error, c) => {
    log(`could not answer ${c.req.path}: ${error.message}`);
    return c.text(error.message, 500);
  });

  void switchOn();
  beat();
  const timers = [
    setInterval(reportNew, lookEveryMs),
    setInterval(beat, Math.max(minute / speed, shortestHeartbeatMs)),
  ];
  return {
    app,
    stop() {
      timers.forEach(clearInterval);
      for (const station of stations.values()) station.stop();
    },
  };
});
