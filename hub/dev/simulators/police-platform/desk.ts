import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Call, CaseFile, City, CityOfficer, Interview } from '../../city/model.ts';
import type { Revision } from '../_kit/timeline.ts';
import { knownAt } from '../_kit/timeline.ts';
import { caseList } from './case-list.ts';
import { casePage } from './case-page.ts';
import type { CaseRow } from './case-rows.ts';
import { footageGrant, type GrantWish, type HubAccess } from './footage-grant.ts';
import { type PageFrame, page } from './page.ts';

export interface DeskSettings {
  city: City;
  /** This platform's address, without a slash at the end. */
  url: string;
  hub: HubAccess | undefined;
  now(): number;
  cases(): Revision<CaseRow>[];
  /** The truth behind a case number. */
  fileOf(ajbh: string): CaseFile | undefined;
  callOf(callNumber: string): Call | undefined;
  interviewsOf(ajbh: string): Interview[];
}

const rowsPerPage = 15;

/** The web pages of the case system: the list of cases and one case, with footage from the hub where it can be had. */
export const desk = (settings: DeskSettings): Hono => {
  const { city, hub, now } = settings;
  const users = city.officers.filter(({ duty }) => duty === 'detective' || duty === 'command');
  const firstUser = users.find(({ duty }) => duty === 'command') ?? users[0];
  const app = new Hono();

  const userOf = (c: Context): CityOfficer => {
    const signedIn = users.find(({ policeId }) => policeId === getCookie(c, 'user'));
    const user = signedIn ?? firstUser;
    if (!user) throw new Error('the city has nobody who works on cases');
    return user;
  };

  /** What the browser will call the page's origin; this machine goes by two names. */
  const originOf = (c: Context): string => {
    const asked = new URL(c.req.url);
    return asked.hostname === 'localhost' ? settings.url.replace('127.0.0.1', 'localhost') : settings.url;
  };

  const grantFor = (c: Context, records: readonly string[]) => {
    const { policeId, name } = userOf(c);
    const wish: GrantWish = { records, person: { policeId, name }, origin: originOf(c) };
    return footageGrant(hub, wish);
  };

  const frame = (c: Context): Pick<PageFrame, 'user' | 'users' | 'at'> => {
    const { pathname, search } = new URL(c.req.url);
    return { user: userOf(c), users, at: pathname + search };
  };

  app.get('/', async (c) => {
    const search = (c.req.query('q') ?? '').trim();
    const found = knownAt(settings.cases(), now())
      .map(({ row }) => row)
      .filter(({ ajbh = '', ajmc = '' }) => ajbh.includes(search) || ajmc.includes(search))
      .sort((a, b) => ((a.slsj ?? '') < (b.slsj ?? '') ? 1 : -1));
    const pages = Math.max(1, Math.ceil(found.length / rowsPerPage));
    const pageNumber = Math.min(pages, Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1));
    const rows = found.slice((pageNumber - 1) * rowsPerPage, pageNumber * rowsPerPage);
    const grant =
      rows.length > 0
        ? await grantFor(
            c,
            rows.map(({ ajbh = '' }) => ajbh),
          )
        : { reason: '没有可显示的案件' };
    const body = caseList({ rows, total: found.length, pageNumber, pages, search, grant }, rowsPerPage);
    return c.html(page({ ...frame(c), title: '案件列表', path: ['案件管理', '案件列表'], grant, body }));
  });

  app.get('/cases/:ajbh', async (c) => {
    const ajbh = c.req.param('ajbh');
    const row = knownAt(settings.cases(), now()).find(({ key }) => key === ajbh)?.row;
    const file = settings.fileOf(ajbh);
    if (!row || !file) return c.text('案件不存在', 404);
    const grant = await grantFor(c, [ajbh]);
    const call = settings.callOf(file.callNumber);
    const body = casePage({
      row,
      file,
      ...(call ? { call } : {}),
      interviews: settings.interviewsOf(ajbh).filter(({ to }) => to <= now()),
      nameOf: (id) => city.officers.find(({ policeId }) => policeId === id)?.name ?? id,
      grant,
    });
    return c.html(page({ ...frame(c), title: file.name, path: ['案件管理', '案件列表', '案件详情'], grant, body }));
  });

  app.post('/sign-in', async (c) => {
    const form = await c.req.parseBody();
    setCookie(c, 'user', String(form.as), { httpOnly: true, sameSite: 'Lax' });
    const back = String(form.back);
    return c.redirect(/^\/(?!\/)/.test(back) ? back : '/', 303);
  });
  return app;
};
