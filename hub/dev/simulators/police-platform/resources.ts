import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { parseLocal } from '../_kit/time-text.ts';
import { knownAt, type Revision } from '../_kit/timeline.ts';
import type { CallRow } from './call-rows.ts';
import type { CaseRow } from './case-rows.ts';
import { tokensOf } from './tokens.ts';

export interface ResourceSettings {
  appId: string;
  appSecret: string;
  tokenLifetimeMs: number;
  now(): number;
  cases(): Revision<CaseRow>[];
  calls(): Revision<CallRow>[];
}

const mostRowsPerPage = 500;

/** A query that cannot be answered: told with HTTP 200 and a code other than "10000". */
class ResourceError extends Error {
  override name = 'ResourceError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const wholeNumber = (value: unknown, fallback: number, least: number): number => {
  if (value === undefined || value === null || value === '') return fallback;
  const number = Number(value);
  if (!Number.isInteger(number) || number < least) throw new ResourceError('10400', `分页参数不合法: ${value}`);
  return number;
};

const instant = (value: unknown, fallback: number): number => {
  if (value === undefined || value === null || value === '') return fallback;
  const at = parseLocal(String(value));
  if (at === undefined) throw new ResourceError('10400', `时间格式应为yyyy-MM-dd HH:mm:ss: ${value}`);
  return at;
};

/** The revisions known by now and updated in the window, both ends included, oldest first. */
const inWindow = <Row>(revisions: readonly Revision<Row>[], now: number, from: unknown, to: unknown): Row[] => {
  const [first, last] = [instant(from, Number.NEGATIVE_INFINITY), instant(to, Number.POSITIVE_INFINITY)];
  return knownAt(revisions, now)
    .filter(({ at }) => at >= first && at <= last)
    .map(({ row }) => row);
};

/** Parameters of the token endpoint come in the query, as a form or as JSON: its method is not confirmed (3.3). */
const credentials = async (c: Context): Promise<Record<string, unknown>> => {
  const text = c.req.method === 'POST' ? await c.req.text() : '';
  const isJson = text.trimStart().startsWith('{');
  const body: Record<string, unknown> = isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
  return { ...c.req.query(), ...body };
};

/** The REST resource service: token, case resource (data[0] is the count), and the distribution of calls. */
export const resourceService = (settings: ResourceSettings): Hono => {
  const { appId, appSecret, now } = settings;
  const tokens = tokensOf(settings.tokenLifetimeMs);
  const app = new Hono();

  app.on(['GET', 'POST'], '/restcloud/fh_gateway/v1/auth/apitokenxx', async (c) => {
    const { appid, appsecret } = await credentials(c).catch((): Record<string, unknown> => ({}));
    if (appid !== appId || appsecret !== appSecret) {
      return c.json({ meta: { status: 401, message: 'appid或appsecret错误' }, data: null });
    }
    return c.json({ meta: { status: 0, message: 'ok' }, data: { identitytoken: tokens.issue() } });
  });

  app.post('/restcloud/fh_gateway/v1/zyk/ajxx', async (c) => {
    const seqid = randomUUID().replaceAll('-', '');
    try {
      if (!tokens.isValid(c.req.header('identitytoken'))) throw new ResourceError('10401', 'identitytoken无效或已过期');
      const body: Record<string, unknown> = await c.req.json().catch(() => {
        throw new ResourceError('10400', '请求体不是合法的JSON');
      });
      const pageSize = Math.min(wholeNumber(body.pageSize, 100, 1), mostRowsPerPage);
      const from = (wholeNumber(body.pageNum, 1, 1) - 1) * pageSize;
      const rows = inWindow(settings.cases(), now(), body.gxsj_q, body.gxsj_z).filter(
        ({ ajbh }) => !body.ajbh || ajbh === body.ajbh,
      );
      const data = [{ totalSize: rows.length }, ...rows.slice(from, from + pageSize)];
      return c.json({ code: '10000', message: '成功', seqid, data });
    } catch (error) {
      if (!(error instanceof ResourceError)) throw error;
      return c.json({ code: error.code, message: error.message, seqid, data: [] });
    }
  });

  app.get('/fsga/distribute/jqxx', (c) => {
    try {
      if (!tokens.isValid(c.req.header('identitytoken'))) throw new ResourceError('401', 'identitytoken无效或已过期');
      const query = c.req.query();
      const pageNum = wholeNumber(query.pageNum, 0, 0);
      const pageSize = Math.min(wholeNumber(query.pageSize, 100, 1), mostRowsPerPage);
      const rows = inWindow(settings.calls(), now(), query.lastupdatedtime_q, query.lastupdatedtime_z);
      const list = rows.slice(pageNum * pageSize, (pageNum + 1) * pageSize);
      return c.json({ success: true, code: '200', message: 'OK', results: { pageNum, list } });
    } catch (error) {
      if (!(error instanceof ResourceError)) throw error;
      return c.json({ success: false, code: error.code, message: error.message, results: null });
    }
  });
  return app;
};
