import type { Stored } from '../../hub/core/connector.ts';
import { BadRequestError, ForbiddenError, NotFoundError } from '../../hub/core/errors.ts';
import type { Footage } from '../../hub/core/footage.ts';
import type { MediaType } from '../../hub/core/vocabulary.ts';
import { writeTime } from '../_kit/time-text.ts';
import { type Call, callerOf } from './call.ts';
import { collections } from './collections.ts';
import { filters, totalName } from './page-name.ts';
import { timeOf } from './query-time.ts';
import { viidAnswer } from './status.ts';

/** Collections that can be read back, by the kind of recording each holds. Cases go to another source as a rule. */
const kinds = { VideoSlices: 'video', Images: 'image', Files: 'document' } as const satisfies Record<string, MediaType>;
export type ReadableName = keyof typeof kinds;
export const readableNames = Object.keys(kinds) as ReadableName[];

const timeFormat = 'yyyyMMddHHmmss';
const usualPage = 20;
const mostOfPage = 100;

const wholeNumber = (query: URLSearchParams, name: string, fallback: number, most: number): number => {
  const text = query.get(name);
  if (text === null) return fallback;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number >= 1) return Math.min(number, most);
  throw new BadRequestError(`[hub] [viid] ${name} is no number from 1 on`, { remedy: `send ${name}=1, for example` });
};

/** A misspelt filter would give everything: what is not known is refused. */
const requireKnown = (query: URLSearchParams, own: readonly string[]): void => {
  const allowed: readonly string[] = [...own, ...filters];
  const unknown = [...query.keys()].filter((name) => !allowed.includes(name));
  if (unknown.length === 0) return;
  throw new BadRequestError(`[hub] [viid] ${unknown.join(', ')} cannot be asked for here`, {
    remedy: `ask by ${allowed.join(', ')}`,
  });
};

const infoOf = (name: ReadableName, zone: string, footage: Footage): Record<string, unknown> => {
  const time = (iso: string): string => writeTime(Date.parse(iso), timeFormat, zone);
  const { title, deviceId, policeId, officerName, org } = footage;
  const shared = { Title: title, CollectorID: policeId, CollectorName: officerName, CollectorOrg: org };
  const own = { InfoKind: '1', [collections[name].id]: footage.externalId, DeviceID: deviceId };
  if (name === 'VideoSlices') return { ...own, ...shared, BeginTime: time(footage.start), EndTime: time(footage.end) };
  if (name === 'Images') return { ...own, ...shared, ShotTime: time(footage.start) };
  return { ...own, Title: title, SubmiterID: policeId, SubmiterName: officerName, StorageTime: time(footage.start) };
};

const objectOf = (name: ReadableName, zone: string, footage: Footage): Record<string, unknown> => ({
  [collections[name].info]: Object.fromEntries(
    Object.entries(infoOf(name, zone, footage)).filter(([, value]) => value !== undefined),
  ),
});

const storedOf = ({ context }: Call): ((query: Parameters<Stored>[0]) => ReturnType<Stored>) => {
  if (context.settings.answersQueries && context.stored) return context.stored;
  throw new ForbiddenError('[hub] [viid] nothing is read back from here', {
    remedy: 'have answersQueries switched on in the settings of this source',
  });
};

/**
 * GET of a collection: what came through this source, by number. Filters: its number, DeviceID, BeginTime and EndTime (of
 * the recording's beginning); pages by the two names in the settings, counted from 1.
 */
export const takeQuery = async (call: Call, name: ReadableName): Promise<Response> => {
  await callerOf(call);
  const stored = storedOf(call);
  const { zone, pageStartName, pageSizeName } = call.context.settings;
  const { document, item, id } = collections[name];
  const query = new URL(call.request.url).searchParams;
  requireKnown(query, [id, pageStartName, pageSizeName]);
  const start = wholeNumber(query, pageStartName, 1, Number.MAX_SAFE_INTEGER);
  const [externalId, deviceId] = [query.get(id), query.get('DeviceID')];
  const [from, to] = [timeOf(query, 'BeginTime', zone), timeOf(query, 'EndTime', zone)];
  const { total, footage } = await stored({
    mediaType: kinds[name],
    offset: start - 1,
    limit: wholeNumber(query, pageSizeName, usualPage, mostOfPage),
    ...(externalId === null ? {} : { externalId }),
    ...(deviceId === null ? {} : { deviceId }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
  const list = footage.map((one) => objectOf(name, zone, one));
  return viidAnswer({
    [document]: { [pageStartName]: start, [pageSizeName]: list.length, [totalName]: total, [item]: list },
  });
};

/** GET of one object by its number. @throws NotFoundError */
export const takeOne = async (call: Call, name: ReadableName, externalId: string): Promise<Response> => {
  await callerOf(call);
  const { footage } = await storedOf(call)({ mediaType: kinds[name], externalId, offset: 0, limit: 1 });
  const [found] = footage;
  if (found) return viidAnswer(objectOf(name, call.context.settings.zone, found));
  throw new NotFoundError(`[hub] [viid] there is no ${collections[name].item} ${externalId}`, {
    remedy: `ask for the list: GET /VIID/${name}`,
  });
};
