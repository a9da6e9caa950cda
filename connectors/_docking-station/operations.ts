import { claimedCharset, decodeText } from '../../hub/core/charset.ts';
import type { ReceiveContext } from '../../hub/core/connector.ts';
import { BadRequestError, RecordError } from '../../hub/core/errors.ts';
import { parseJson } from '../../hub/core/mapping/json.ts';
import { readBody } from '../_kit/body.ts';
import { receiptOf } from '../_kit/receipt.ts';
import { writeTime } from '../_kit/time-text.ts';
import type { Settings, Station } from './settings.ts';

const scope = 'docking-station';

/** One call of a station that has shown its key. */
export interface Call {
  context: ReceiveContext<Settings>;
  request: Request;
  query: URLSearchParams;
  station: Station;
}

/** Gives the `body` of the reply; what is thrown becomes its code and message. */
export type Operation = (call: Call) => Promise<unknown>;

const readJson = async ({ context, request }: Call): Promise<{ bytes: Buffer; value: unknown }> => {
  const bytes = await readBody(scope, request, context.settings.maxMegabytes * 2 ** 20);
  if (bytes.length === 0)
    throw new BadRequestError(`[hub] [${scope}] the request has no body`, { remedy: 'send JSON' });
  const text = decodeText(bytes, claimedCharset(bytes, request.headers.get('content-type') ?? ''));
  return { bytes, value: parseJson(text) };
};

const heartbeat: Operation = async (call) => {
  const { context, station } = call;
  const { value } = await readJson(call);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadRequestError(`[hub] [${scope}] the heartbeat is no JSON object`, {
      remedy: 'send the state of the station',
    });
  }
  const now = new Date();
  context.observe({
    kind: 'heartbeat',
    deviceId: station.id,
    at: now,
    ...(station.org ? { org: station.org } : {}),
    detail: { ...value },
  });
  return {
    gzz_xh: station.id,
    name: station.name,
    bmbh: station.org,
    bmmc: station.orgName,
    admin: station.admin,
    phone: station.phone,
    address: station.address,
    wsconf: context.settings.workstationConfig,
    regtime: '',
    svrtime: writeTime(now.getTime(), 'yyyy-MM-dd HH:mm:ss', context.settings.zone),
  };
};

const subOrgs: Operation = async ({ context, query }) => {
  const parent = query.get('sjbmbh') ?? '';
  const orgs = await context.directory.orgs(parent === '' ? undefined : parent);
  return orgs.map(({ code, name, parent: above = '' }) => ({ bmbh: code, bmmc: name, sjbmbh: above }));
};

const users: Operation = async ({ context, query, station }) => {
  const people = await context.directory.people(query.get('bmbh') || station.org);
  return people.map(({ org, orgName, policeId, name }) => ({ bmbh: org, bmmc: orgName, jybh: policeId, jyxm: name }));
};

const files: Operation = async (call) => {
  const { bytes, value } = await readJson(call);
  if (!Array.isArray(value)) {
    throw new BadRequestError(`[hub] [${scope}] fileinfo is no JSON array`, {
      remedy: 'send an array of file objects',
    });
  }
  if (value.length === 0) return { accepted: 0, unchanged: 0, deadLettered: 0 };
  const contentType = call.request.headers.get('content-type') ?? 'application/json';
  const { error, ...counts } = receiptOf(
    await call.context.deliver([{ body: bytes, contentType, subject: 'fileinfo' }]),
  );
  if (error !== undefined) throw new RecordError(error);
  return counts;
};

/** Few enough for a station to work off between two questions. */
const mostDeletable = 500;

const deletable: Operation = async ({ context }) =>
  ((await context.keptFootage?.(mostDeletable)) ?? []).map((wjbh) => ({ wjbh }));

/** Stations send the ids alone, or objects that hold one. */
const idsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((item: unknown) => {
    const id = typeof item === 'object' && item !== null && 'wjbh' in item ? item.wjbh : item;
    if (Array.isArray(id)) return id.map(String);
    return typeof id === 'string' ? id.split(',') : [];
  });

const deleted: Operation = async (call) => {
  const { value } = await readJson(call);
  const deletedFiles = idsOf(value);
  if (deletedFiles.length === 0) {
    throw new BadRequestError(`[hub] [${scope}] notify_file_deleted names no file`, { remedy: 'send wjbh values' });
  }
  call.context.observe({ kind: 'heartbeat', deviceId: call.station.id, at: new Date(), detail: { deletedFiles } });
  return {};
};

const ping: Operation = async () => ({});

/** Workstation API v3 by method and path. */
export const operations: Readonly<Record<string, Operation>> = {
  'GET /ping': ping,
  'POST /wsinfo/heartbeat': heartbeat,
  'GET /suborg': subOrgs,
  'GET /userinfo': users,
  'POST /fileinfo': files,
  'GET /can_delete_files': deletable,
  'POST /notify_file_deleted': deleted,
};
