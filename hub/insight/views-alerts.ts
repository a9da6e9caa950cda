import { troubledViews } from '../store/api-keys.ts';
import type { Db } from '../store/open.ts';
import { type Alert, worrying } from './alert.ts';

/** Business systems that are to know who watched what and do not get it. */
export const viewsAlerts = async (db: Db): Promise<Alert[]> =>
  (await troubledViews(db))
    .filter(({ trouble: { refused, attempts } }) => refused || attempts >= worrying)
    .map(({ name, trouble: { message, remedy, since } }) => ({
      id: `views-troubled/${name}`,
      severity: 'warning',
      kind: 'views-troubled',
      text: { zh: `${name} 收不到调阅告知：${message}`, en: `${name} does not get the views told: ${message}` },
      object: `key:${name}`,
      since,
      remedy: remedy ?? 'see whether the receiver is up; views wait and are told when it answers',
    }));
