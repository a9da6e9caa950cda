import type { Scope } from '../core/scope.ts';
import { breakersOf } from '../store/breakers.ts';
import { openDeadLetters } from '../store/dead-letters.ts';
import { countMissing } from '../store/keeping.ts';
import { failedMedia } from '../store/media.ts';
import type { Db } from '../store/open.ts';
import { outboxState } from '../store/outbox.ts';
import { publicationSums } from '../store/publication-lists.ts';
import { listSources, type SourceRow } from '../store/sources.ts';
import { breakerOf, listVolumes } from '../store/volumes.ts';
import { type Alert, worrying } from './alert.ts';
import { viewsAlerts } from './views-alerts.ts';

/** No schedule in use is as long as this; a source that polled well for the last time before is silent. */
const silentMs = 30 * 60_000;

const ofSource = (source: SourceRow, letters: number, now: number): Alert[] => {
  const object = `source:${source.name}`;
  const alerts: Alert[] = [];
  const because = source.lastError
    ? { since: source.lastError.at, ...(source.lastError.remedy ? { remedy: source.lastError.remedy } : {}) }
    : {};
  const message = source.lastError?.message ?? '';
  if (source.state === 'failed') {
    const text = {
      zh: `数据源 ${source.name} 已停止：${message}`,
      en: `source ${source.name} has stopped: ${message}`,
    };
    alerts.push({
      id: `source-failed/${source.name}`,
      severity: 'critical',
      kind: 'source-failed',
      text,
      object,
      ...because,
    });
  } else if (source.state === 'running' && source.failures >= worrying) {
    const text = {
      zh: `数据源 ${source.name} 连续 ${source.failures} 次失败：${message}`,
      en: `source ${source.name} failed ${source.failures} times in a row: ${message}`,
    };
    alerts.push({
      id: `source-retrying/${source.name}`,
      severity: 'warning',
      kind: 'source-retrying',
      text,
      object,
      ...because,
    });
  } else if (source.state === 'running' && source.schedule !== null && (source.lastSuccessAt ?? now) < now - silentMs) {
    const text = {
      zh: `数据源 ${source.name} 长时间没有成功读取`,
      en: `source ${source.name} has read nothing for long`,
    };
    const remedy = 'see that a process with the role scheduler runs';
    alerts.push({
      id: `source-silent/${source.name}`,
      severity: 'warning',
      kind: 'source-silent',
      text,
      object,
      since: source.lastSuccessAt ?? now,
      remedy,
    });
  }
  if (letters > 0) {
    const text = {
      zh: `数据源 ${source.name} 有 ${letters} 条死信`,
      en: `source ${source.name} has ${letters} dead letters`,
    };
    alerts.push({
      id: `dead-letters/${source.name}`,
      severity: 'warning',
      kind: 'dead-letters',
      text,
      object,
      remedy: 'mend the mapping and replay, or dismiss them',
    });
  }
  return alerts;
};

/** An other side that is left alone, and links that could not be told. */
const ofPublishing = async (db: Db, sources: readonly SourceRow[]): Promise<Alert[]> => {
  const [breakers, sums] = await Promise.all([breakersOf(db), publicationSums(db)]);
  return sources.flatMap(({ name, state }): Alert[] => {
    const object = `source:${name}`;
    const breaker = breakers.get(name);
    const open: Alert[] =
      state === 'running' && breaker && breaker.state !== 'closed'
        ? [
            {
              id: `breaker-open/${name}`,
              severity: 'warning',
              kind: 'breaker-open',
              text: {
                zh: `数据源 ${name} 已熔断，对方恢复前只试探访问`,
                en: `source ${name} failed so often that it is left alone and only tried now and then`,
              },
              object,
              since: breaker.changedAt,
              remedy: 'see whether the other side is up; restart the source to ask at once',
            },
          ]
        : [];
    const { counts, troubled = 0 } = sums.get(name) ?? {};
    const waiting = (counts?.failed ?? 0) + troubled;
    if (waiting === 0) return open;
    return [
      ...open,
      {
        id: `publishing-troubled/${name}`,
        severity: 'warning',
        kind: 'publishing-troubled',
        text: { zh: `${waiting} 条关联未能回写到 ${name}`, en: `${waiting} links could not be told to ${name}` },
        object,
        remedy: 'read reason and remedy on the page of the source, then retry',
      },
    ];
  });
};

/** Volumes that others stand in for, and recordings with fewer copies than wanted. */
const ofStorage = async (db: Db): Promise<Alert[]> => {
  const rows = await listVolumes(db);
  const breakers = await breakersOf(
    db,
    rows.map(({ name }) => breakerOf(name)),
  );
  const out = rows.flatMap(({ name, lastError }): Alert[] => {
    const breaker = breakers.get(breakerOf(name));
    if (!breaker || breaker.state === 'closed') return [];
    return [
      {
        id: `volume-out/${name}`,
        severity: 'critical',
        kind: 'volume-out',
        text: { zh: `存储卷 ${name} 不可用`, en: `volume ${name} is out of use: ${lastError ?? 'it does not answer'}` },
        object: `volume:${name}`,
        since: breaker.changedAt,
        remedy: 'see to the volume; it is tried again by itself, and missing copies are made then',
      },
    ];
  });
  const missing = await countMissing(db);
  if (missing === 0) return out;
  return [
    ...out,
    {
      id: 'copies-missing',
      severity: 'warning',
      kind: 'copies-missing',
      text: { zh: `${missing} 段音视频缺少副本`, en: `${missing} recordings have fewer copies than wanted` },
      object: 'storage',
      remedy: 'add a volume that takes them, or see to those that are out of use',
    },
  ];
};

const ofRunning = async (db: Db, now: number): Promise<Alert[]> => {
  const [sources, letters, lanes] = await Promise.all([listSources(db), openDeadLetters(db), outboxState(db)]);
  const parked = lanes
    .filter((lane) => lane.parked > 0)
    .map(
      (lane): Alert => ({
        id: `events-parked/${lane.lane}`,
        severity: 'critical',
        kind: 'events-parked',
        text: {
          zh: `队列 ${lane.lane} 有 ${lane.parked} 个任务多次失败后搁置`,
          en: `${lane.parked} events of the lane ${lane.lane} failed again and again and are put aside`,
        },
        object: `lane:${lane.lane}`,
        remedy: 'read their last error in the log; it is a defect of the hub',
      }),
    );
  const [publishing, views, storage] = await Promise.all([ofPublishing(db, sources), viewsAlerts(db), ofStorage(db)]);
  return [
    ...sources.flatMap((source) => ofSource(source, letters.get(source.name) ?? 0, now)),
    ...publishing,
    ...views,
    ...storage,
    ...parked,
  ];
};

const ofMedia = async (db: Db, scope: Scope): Promise<Alert[]> =>
  (await failedMedia(db, scope, 50)).map(({ id, externalId, error }) => ({
    id: `media-failed/${id}`,
    severity: 'warning',
    kind: 'media-failed',
    text: {
      zh: `音视频 ${externalId} 不可用：${error ?? ''}`,
      en: `recording ${externalId} cannot be used: ${error ?? ''}`,
    },
    object: `footage:${id}`,
  }));

/**
 * What is wrong now, worst first.
 *
 * @param may what the asker may know: of the running of the hub, and of recordings within the scope
 */
export const currentAlerts = async (
  db: Db,
  scope: Scope,
  may: { running: boolean; footage: boolean },
  now = Date.now(),
): Promise<Alert[]> => {
  const [running, media] = await Promise.all([
    may.running ? ofRunning(db, now) : [],
    may.footage ? ofMedia(db, scope) : [],
  ]);
  const rank = (alert: Alert): number => (alert.severity === 'critical' ? 0 : 1);
  return [...running, ...media].sort(
    (left, right) => rank(left) - rank(right) || (right.since ?? 0) - (left.since ?? 0),
  );
};
